import type { Locale } from "@/lib/money";
import { currentLogo } from "@/lib/shop/logo";
import { linkPreviewId } from "@/lib/shop/picture-paths";
import { type Logo, type Shop, shop } from "@/lib/shop/shop";
import { drawLinkPreview } from "./drawing";

/** The last picture in each language: it is drawn again only after the shop has changed. */
const drawn = new Map<Locale, { id: string; png: Promise<Buffer> }>();

/** The shop's link preview as a PNG, and the ID of what it shows. */
export async function linkPreview(locale: Locale): Promise<{ id: string; png: Buffer }> {
  const business = await shop();
  const id = linkPreviewId(business, locale);
  const known = drawn.get(locale);
  if (known?.id === id) return { id, png: await known.png };
  const drawing = { id, png: draw(business, locale) };
  drawn.set(locale, drawing);
  // The next request tries again.
  drawing.png.catch(() => drawn.get(locale) === drawing && drawn.delete(locale));
  return { id, png: await drawing.png };
}

async function draw({ shopName, accent, logo }: Shop, locale: Locale) {
  const file = logo && canDraw(logo) ? await currentLogo() : undefined;
  return drawLinkPreview({
    name: writable(shopName[locale]),
    accent: accent ?? usualAccent,
    logo: file && logo ? { ...file, width: logo.width, height: logo.height } : undefined,
  });
}

/** Browsers show WebP, too, but the drawing cannot contain it. */
const canDraw = ({ type }: Pick<Logo, "type">) => type === "image/png" || type === "image/jpeg";

/** The accent color that comes with the shop, as in globals.css. */
const usualAccent = "#0b5f4b";

/** What the font cannot write would be asked of Google's servers: such a name is left out. */
const writable = (name: string) =>
  /^[\p{Script=Latin}\p{Script=Hangul}\p{ASCII}·’“”–—…]*$/u.test(name) ? name : "";
