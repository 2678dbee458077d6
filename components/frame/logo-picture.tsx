import { logoPath } from "@/lib/shop/picture-paths";
import type { Logo } from "@/lib/shop/shop";

/** The shop's logo beside its name, 32 pixels high. The name says what it is. */
export function LogoPicture({ logo }: { logo: Logo }) {
  return (
    // biome-ignore lint/performance/noImgElement: nothing resizes pictures here.
    <img
      src={logoPath(logo)}
      alt=""
      width={Math.round((32 * logo.width) / logo.height)}
      height={32}
      className="h-8 w-auto max-w-28 object-contain object-left sm:max-w-40"
    />
  );
}
