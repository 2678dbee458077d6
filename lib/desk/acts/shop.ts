import { createHash } from "node:crypto";
import { recordAudit } from "@/db/audit";
import { replaceSetting, settingIn, settingOf, writeSetting } from "@/db/settings";
import { type Tx, transaction } from "@/db/store";
import type { ShopSheet } from "../../contracts/shop";
import { Problem } from "../../problem";
import { type Picture, pictureIn } from "../../shop/picture";
import {
  forgetShop,
  logoSetting,
  readStored,
  type Stored,
  sampleSheet,
  sheetOf,
  shopSetting,
} from "../../shop/shop";
import { type Act, assertMay, entryOf } from "../staff/permissions";

/**
 * Saves what managers say about the shop; `version` is the one that the form showed. What equals the sample is not
 * stored, so that a later sample or environment counts. Throws `forbidden`, `outdated` if somebody saved in between.
 */
export async function saveShop(sheet: ShopSheet, version: number, act: Act): Promise<void> {
  assertMay(act.by, "shop:write");
  await change(act, (stored) => {
    if (stored.version !== version)
      throw new Problem("outdated", "Somebody else has changed the shop's settings. Look again.");
    const [before, sample] = [sheetOf(stored.sheet), sampleSheet()];
    const kept = Object.fromEntries(
      namesOf(sheet)
        .filter((name) => sheet[name] !== sample[name])
        .map((name) => [name, sheet[name]]),
    );
    const names = namesOf(sheet).filter((name) => sheet[name] !== before[name]);
    const part = (of: ShopSheet) => Object.fromEntries(names.map((name) => [name, of[name]]));
    return {
      next: { ...stored, sheet: kept },
      detail: names.length > 0 ? { before: part(before), after: part(sheet) } : undefined,
    };
  });
}

const namesOf = (sheet: ShopSheet) => Object.keys(sheet) as (keyof ShopSheet)[];

/** Pixels of a logo's side. It is shown 32 pixels high. */
const sides = { min: 16, max: 2_000 };

/**
 * Keeps a picture as the shop's logo, or removes it. Its type is read from its content. Throws `forbidden`,
 * `invalid_request` if it is no picture of a fitting size.
 */
export async function saveLogo(bytes: Buffer | null, act: Act): Promise<void> {
  assertMay(act.by, "shop:write");
  const logo = bytes && { id: idOf(bytes), ...pictureOf(bytes) };
  await change(act, async (stored, tx) => {
    await writeSetting(tx, logoSetting, bytes?.toString("base64") ?? "");
    if (stored.logo?.id === logo?.id) return { next: stored, detail: undefined };
    return {
      next: { ...stored, logo },
      detail: { before: { logo: stored.logo?.id }, after: { logo: logo?.id } },
    };
  });
}

function pictureOf(bytes: Buffer): Picture {
  const picture = pictureIn(bytes);
  const fits = (side: number) => side >= sides.min && side <= sides.max;
  if (picture && fits(picture.width) && fits(picture.height)) return picture;
  const message = picture
    ? `Must be ${sides.min} to ${sides.max} pixels wide and high`
    : "Must be a PNG, JPEG or WebP picture";
  throw new Problem("invalid_request", message, { errors: [{ field: "file", message }] });
}

const idOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex").slice(0, 16);

type Changed = { next: Stored; detail: Record<string, unknown> | undefined };

/** Changes what is stored, once, and records it; without a detail nothing has changed. */
async function change(act: Act, how: (stored: Stored, tx: Tx) => Changed | Promise<Changed>) {
  await transaction(async (tx) => {
    const { value } = await settingIn(tx, shopSetting, () => "{}");
    const stored = await readStored(tx);
    const { next, detail } = await how(stored, tx);
    if (!detail) return;
    const text = JSON.stringify({ ...next, version: stored.version + 1 });
    // Of two managers who save at once, the second one finds another value here.
    await replaceSetting(tx, shopSetting, value, text);
    if ((await settingOf(tx, shopSetting)) !== text)
      throw new Problem("outdated", "Somebody else has changed the shop's settings. Look again.");
    await recordAudit(tx, { ...entryOf(act), action: "shop_changed", subject: "shop", detail });
  });
  forgetShop();
}
