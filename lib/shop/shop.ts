import { z } from "zod";
import { settingOf } from "@/db/settings";
import { db, type Reader } from "@/db/store";
import { now, seconds } from "../clock";
import { type LegalPage, ShopSheet } from "../contracts/shop";
import type { DeliveryRates } from "../delivery-fee";
import { log } from "../log";
import type { Currency, Locale } from "../money";
import { Problem } from "../problem";
import { env } from "../settings/env";
import { type Business, sampleBusiness } from "./business";

/** A picture that a manager uploaded; its ID changes with its content. */
const Logo = z.object({ id: z.string(), type: z.string(), width: z.int(), height: z.int() });
export type Logo = z.output<typeof Logo>;

/** Everything that managers decide about the shop at the desk. */
export type Shop = Business & {
  /** The color of buttons and links, such as #0b5f4b; null for the one that comes with the shop. */
  accent: string | null;
  logo: Logo | null;
  delivery: Record<Currency, DeliveryRates>;
  /** The shop's own legal texts; empty where the sample stands. */
  legal: Record<LegalPage, Record<Locale, string>>;
};

/**
 * What is stored: only what differs from the sample and the environment, so that both still count for the rest. A field
 * that this release does not know, or does not accept any more, is left out.
 */
const Stored = z.object({
  version: z.int().catch(0),
  sheet: z
    .record(z.string(), z.unknown())
    .catch({})
    .transform(
      (kept): Partial<ShopSheet> =>
        Object.fromEntries(
          Object.entries(ShopSheet.shape).flatMap(([name, field]) => {
            const read = name in kept ? field.safeParse(kept[name]) : undefined;
            return read?.success ? [[name, read.data]] : [];
          }),
        ),
    ),
  logo: Logo.nullable().catch(null),
});
export type Stored = z.output<typeof Stored>;

/** The names of the settings in the database. */
export const shopSetting = "shop";
export const logoSetting = "shop_logo";

/** What the database says, which may be nothing yet. */
export async function readStored(reader: Reader): Promise<Stored> {
  return storedIn((await settingOf(reader, shopSetting)) ?? "{}");
}

/** What a value of the setting says. Throws if it is no JSON. */
export const storedIn = (value: string): Stored => Stored.parse(JSON.parse(value));

const Kept = z.looseObject({ sheet: z.record(z.string(), z.unknown()).catch({}) });

/** The value of the setting after a change. What this release does not know, or cannot read, stays as it is. */
export function storedWith(value: string, { sheet, ...others }: StoredChange): string {
  const kept = Kept.parse(JSON.parse(value));
  return JSON.stringify({ ...kept, ...others, sheet: { ...kept.sheet, ...sheet } });
}

/** What changes; a field of the sheet that is undefined is stored no longer. */
export type StoredChange = Partial<Omit<Stored, "sheet">> & {
  sheet?: { [Name in keyof ShopSheet]?: ShopSheet[Name] | undefined };
};

/** How long an instance relies on what it read, in milliseconds: so soon all of them show a change. */
const freshForMs = seconds(2);

type Known = {
  /** Undefined until the database was read once. */
  stored: Stored | undefined;
  /** When the last read ended, even if it failed, in milliseconds; undefined if what is known is outdated. */
  readAt: number | undefined;
  /** Rises with each change in this process: a read that began before it may have found what stood before. */
  generation: number;
};

// One per process, whatever the bundler does with copies of this module.
const scope = globalThis as typeof globalThis & { twotrackShop?: Known };
scope.twotrackShop ??= { stored: undefined, readAt: undefined, generation: 0 };
const known = scope.twotrackShop;

/**
 * The shop as managers described it, at most two seconds old. If the database cannot be read, as it was last known; it
 * is asked again after two seconds. Not inside a unit of work.
 */
export async function shop(): Promise<Shop> {
  if (!isFresh()) await readAgain(known.generation);
  return knownShop();
}

function isFresh() {
  if (known.readAt === undefined) return false;
  const age = now().getTime() - known.readAt;
  return age >= 0 && age < freshForMs;
}

/** What delivery costs. Throws `overloaded` if it could never be read: a price is not guessed. */
export async function deliveryRates(): Promise<Shop["delivery"]> {
  const { delivery } = await shop();
  if (known.stored) return delivery;
  throw new Problem(
    "overloaded",
    "The shop's settings cannot be read at the moment. Nothing was done. Try again.",
    {
      headers: { "retry-after": "2" },
    },
  );
}

/** The same without a read, for alarms: the database may be what is broken. */
export const knownShop = (): Shop => shopOf(sheetOf(known.stored?.sheet ?? {}), known.stored?.logo ?? null);

/** The next read is from the database again; for whoever has just changed it. What is known counts until then. */
export function forgetShop() {
  known.generation += 1;
  known.readAt = undefined;
}

async function readAgain(generation: number) {
  try {
    const stored = await readStored(db);
    // Something older is better than nothing.
    if (generation === known.generation || !known.stored) known.stored = stored;
  } catch (error) {
    log.warn({ err: error }, "the shop's settings could not be read");
  } finally {
    if (generation === known.generation) known.readAt = now().getTime();
  }
}

/** The complete sheet: what was stored, and the sample and the environment for the rest. */
export const sheetOf = (stored: Partial<ShopSheet>): ShopSheet => ({ ...sampleSheet(), ...stored });

/** What the sheet says before anybody has changed it. */
export function sampleSheet(): ShopSheet {
  const { registrationNumber, phone, email, dispatchDays, returnFee, effectiveFrom, ...words } =
    sampleBusiness;
  const { KRW, USD } = env().delivery;
  const texts = {
    ...inBoth("shop_name", words.shopName),
    ...inBoth("company_name", words.companyName),
    ...inBoth("representative", words.representative),
    ...inBoth("mail_order_number", words.mailOrderNumber),
    ...inBoth("address", words.address),
    ...inBoth("hosting", words.hosting),
    ...inBoth("hours", words.hours),
    ...inBoth("privacy_officer", words.privacyOfficer),
    ...inBoth("carrier", words.carrier),
    ...inBoth("terms", none),
    ...inBoth("privacy", none),
    ...inBoth("refunds", none),
  };
  return {
    ...texts,
    registration_number: registrationNumber,
    phone,
    email,
    dispatch_days: dispatchDays,
    return_fee: returnFee,
    effective_from: effectiveFrom,
    accent: null,
    fee_krw: KRW.fee,
    free_from_krw: KRW.freeFrom,
    island_fee_krw: KRW.islandFee,
    fee_usd: USD.fee,
    free_from_usd: USD.freeFrom,
    island_fee_usd: USD.islandFee,
  };
}

const none = { ko: "", en: "" };

const inBoth = <Name extends string>(name: Name, { ko, en }: Record<Locale, string>) =>
  ({ [`${name}_ko`]: ko, [`${name}_en`]: en }) as Record<`${Name}_${Locale}`, string>;

function shopOf(sheet: ShopSheet, logo: Logo | null): Shop {
  return {
    shopName: { ko: sheet.shop_name_ko, en: sheet.shop_name_en },
    companyName: { ko: sheet.company_name_ko, en: sheet.company_name_en },
    representative: { ko: sheet.representative_ko, en: sheet.representative_en },
    registrationNumber: sheet.registration_number,
    mailOrderNumber: { ko: sheet.mail_order_number_ko, en: sheet.mail_order_number_en },
    address: { ko: sheet.address_ko, en: sheet.address_en },
    hosting: { ko: sheet.hosting_ko, en: sheet.hosting_en },
    phone: sheet.phone,
    email: sheet.email,
    hours: { ko: sheet.hours_ko, en: sheet.hours_en },
    privacyOfficer: { ko: sheet.privacy_officer_ko, en: sheet.privacy_officer_en },
    carrier: { ko: sheet.carrier_ko, en: sheet.carrier_en },
    dispatchDays: sheet.dispatch_days,
    returnFee: sheet.return_fee,
    effectiveFrom: sheet.effective_from,
    accent: sheet.accent,
    logo,
    delivery: {
      KRW: { fee: sheet.fee_krw, freeFrom: sheet.free_from_krw, islandFee: sheet.island_fee_krw },
      USD: { fee: sheet.fee_usd, freeFrom: sheet.free_from_usd, islandFee: sheet.island_fee_usd },
    },
    legal: {
      terms: { ko: sheet.terms_ko, en: sheet.terms_en },
      privacy: { ko: sheet.privacy_ko, en: sheet.privacy_en },
      refunds: { ko: sheet.refunds_ko, en: sheet.refunds_en },
    },
  };
}
