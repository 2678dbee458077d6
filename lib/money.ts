/** Currencies the shop sells in. */
export const currencies = ["KRW", "USD"] as const;
export type Currency = (typeof currencies)[number];

export type Locale = "ko" | "en";
export const locales = ["ko", "en"] as const satisfies Locale[];

/** An amount in the currency's minor unit: ₩58,990 is 58990, $45.00 is 4500. */
export type Money = { amount: number; currency: Currency };

/** Nothing in the shop may cost more, so that sums stay exact integers. */
export const maxAmount = 1_000_000_000;

/**
 * Digits of the minor unit, where they are not two. These are the gateways' digits and not ISO 4217's: krónur and
 * Ugandan shillings have two although nobody pays them. Source: Stripe docs, "Supported currencies".
 */
const digits = new Map<string, number>([
  ...["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA"].map((code) => [code, 0] as const),
  ...["PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"].map((code) => [code, 0] as const),
  ...["BHD", "JOD", "KWD", "OMR", "TND"].map((code) => [code, 3] as const),
]);

/** How many digits of an amount in this currency stand behind the point. */
export const digitsOf = (currency: string) => digits.get(currency) ?? 2;

/** The smallest step between two amounts that can be charged, in minor units. */
const steps = new Map([
  ...["ISK", "UGX"].map((code) => [code, 100] as const),
  // The third digit is there, and always 0.
  ...["BHD", "JOD", "KWD", "OMR", "TND"].map((code) => [code, 10] as const),
]);

/** True of an amount that can be charged at all: what a currency does not have in coins cannot be. */
export const isChargeable = ({ amount, currency }: { amount: number; currency: string }) =>
  amount % (steps.get(currency) ?? 1) === 0;

/**
 * Prints an amount as people write it in their language: `58,990원` and `$45.00`, `₩58,990` in English. A gateway may
 * tell of money in a currency the shop does not sell in.
 */
export function formatMoney(
  { amount, currency }: { amount: number; currency: string },
  locale: Locale,
): string {
  const fraction = digitsOf(currency);
  const major = amount / 10 ** fraction;
  if (currency === "KRW" && locale === "ko") return `${new Intl.NumberFormat("ko-KR").format(major)}원`;
  return new Intl.NumberFormat(locale === "ko" ? "ko-KR" : "en-US", {
    style: "currency",
    currency,
    minimumFractionDigits: fraction,
    maximumFractionDigits: fraction,
  }).format(major);
}

/**
 * An amount as somebody typed it in the currency's major unit, in minor units: `45`, `45.5` and `45.50` dollars are
 * 4500, 4550 and 4550. Commas between thousands and the currency's sign are forgiven; undefined for anything else.
 */
export function typedAmount(text: string, currency: string): number | undefined {
  const fraction = digitsOf(currency);
  const plain = text.replace(/[\s,₩$원]/g, "");
  const [whole = "", behind = "", ...rest] = plain.split(".");
  if (rest.length > 0 || !/^\d{1,12}$/.test(whole) || !/^\d*$/.test(behind) || behind.length > fraction)
    return undefined;
  if (plain.includes(".") && behind === "") return undefined;
  return Number(whole + behind.padEnd(fraction, "0"));
}

/** An amount as machines write it, in the currency's major unit and exactly: 4500 cents are `45.00`. */
export function majorUnits({ amount, currency }: { amount: number; currency: string }): string {
  const fraction = digitsOf(currency);
  if (fraction === 0) return String(amount);
  const minus = amount < 0 ? "-" : "";
  const units = String(Math.abs(amount)).padStart(fraction + 1, "0");
  return `${minus}${units.slice(0, -fraction)}.${units.slice(-fraction)}`;
}
