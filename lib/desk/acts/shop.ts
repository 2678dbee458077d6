import { recordAudit } from "@/db/audit";
import { replaceSetting, settingIn, writeSetting } from "@/db/settings";
import { type Tx, transaction } from "@/db/store";
import type { ShopSheet } from "../../contracts/shop";
import { Problem } from "../../problem";
import { logoIdOf } from "../../shop/logo";
import { type Picture, pictureIn } from "../../shop/picture";
import {
  forgetShop,
  logoSetting,
  type Stored,
  type StoredChange,
  sampleSheet,
  sheetOf,
  shopSetting,
  storedIn,
  storedWith,
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
    const names = namesOf(sheet).filter((name) => sheet[name] !== before[name]);
    if (names.length === 0) return;
    const part = (of: ShopSheet) => Object.fromEntries(names.map((name) => [name, of[name]]));
    const changed = names.map((name) => [name, sheet[name] === sample[name] ? undefined : sheet[name]]);
    return {
      change: { version: version + 1, sheet: Object.fromEntries(changed) },
      detail: { before: part(before), after: part(sheet) },
    };
  });
}

const namesOf = (sheet: ShopSheet) => Object.keys(sheet) as (keyof ShopSheet)[];

/** Pixels of a logo's side. It is shown 32 pixels high. */
const sides = { min: 16, max: 2_000 };

/**
 * Keeps a picture as the shop's logo, or removes it. Its type is read from its content. A sheet that is being edited
 * meanwhile stays valid. Throws `forbidden`, `invalid_request` if it is no picture of a fitting size, `outdated` if
 * somebody saved at the same moment.
 */
export async function saveLogo(bytes: Buffer | null, act: Act): Promise<void> {
  assertMay(act.by, "shop:write");
  const logo = bytes && { id: logoIdOf(bytes), ...pictureOf(bytes) };
  await change(act, (stored) => {
    if (stored.logo?.id === logo?.id) return;
    return {
      change: { logo },
      detail: { before: { logo: stored.logo?.id }, after: { logo: logo?.id } },
      also: (tx) => writeSetting(tx, logoSetting, bytes?.toString("base64") ?? ""),
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

type Changed = {
  change: StoredChange;
  detail: Record<string, unknown>;
  /** What else is written, once the change is certain. */
  also?: (tx: Tx) => Promise<unknown>;
};

/** Changes what is stored, once, and records it; undefined if there is nothing to change. */
async function change(act: Act, how: (stored: Stored) => Changed | undefined) {
  await transaction(async (tx) => {
    const { value } = await settingIn(tx, shopSetting, () => "{}");
    const changed = how(storedIn(value));
    if (!changed) return;
    // Of two managers who save at once, the second one finds another value here.
    if (!(await replaceSetting(tx, shopSetting, value, storedWith(value, changed.change))))
      throw new Problem("outdated", "Somebody else has changed the shop's settings. Look again.");
    await changed.also?.(tx);
    const { detail } = changed;
    await recordAudit(tx, { ...entryOf(act), action: "shop_changed", subject: "shop", detail });
  });
  forgetShop();
}
