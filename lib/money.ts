/** Currencies in which the shop sells. */
export const currencies = ["KRW", "USD"] as const;
export type Currency = (typeof currencies)[number];

export type Locale = "ko" | "en";
export const locales = ["ko", "en"] as const satisfies Locale[];

/** An amount in the currency's minor unit: ₩58,990 is 58990, $45.00 is 4500. */
export type Money = { amount: number; currency: Currency };

/** The highest amount the shop accepts, in minor units, so that sums stay exact integers. */
export const maxAmount = 1_000_000_000;

/**
 * Number of minor-unit digits, if not two. These follow the gateways rather than ISO 4217: krónur and Ugandan shillings
 * have two digits although they are not used. Source: Stripe docs, "Supported currencies".
 */
const digits = new Map<string, number>([
  ...["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA"].map((code) => [code, 0] as const),
  ...["PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"].map((code) => [code, 0] as const),
  ...["BHD", "JOD", "KWD", "OMR", "TND"].map((code) => [code, 3] as const),
]);

/** How many decimal places amounts in this currency have. */
export const digitsOf = (currency: string) => digits.get(currency) ?? 2;

/** The smallest step between two chargeable amounts, in minor units. */
const steps = new Map([
  ...["ISK", "UGX"].map((code) => [code, 100] as const),
  // There is a third digit, but it is always 0.
  ...["BHD", "JOD", "KWD", "OMR", "TND"].map((code) => [code, 10] as const),
]);

/** Whether an amount can be charged, given the smallest step of its currency. `amount` is in minor units. */
export const isChargeable = ({ amount, currency }: { amount: number; currency: string }) =>
  amount % (steps.get(currency) ?? 1) === 0;

/**
 * Formats an amount for people: `58,990원` in Korean, `₩58,990` and `$45.00` in English. `amount` is in minor units. A
 * gateway may report money in a currency in which the shop does not sell.
 */
export function formatMoney(
  { amount, currency }: { amount: number; currency: string },
  locale: Locale,
): string {
  const major = amount / 10 ** digitsOf(currency);
  const text = formatOf(currency, locale).format(major);
  return currency === "KRW" && locale === "ko" ? `${text}원` : text;
}

const formats = new Map<string, Intl.NumberFormat>();

/** Kept, because making one takes fifty times as long as using it. */
function formatOf(currency: string, locale: Locale): Intl.NumberFormat {
  const name = `${locale} ${currency}`;
  const format = formats.get(name) ?? newFormat(currency, locale);
  formats.set(name, format);
  return format;
}

function newFormat(currency: string, locale: Locale) {
  if (currency === "KRW" && locale === "ko") return new Intl.NumberFormat("ko-KR");
  const fraction = digitsOf(currency);
  return new Intl.NumberFormat(locale === "ko" ? "ko-KR" : "en-US", {
    style: "currency",
    currency,
    minimumFractionDigits: fraction,
    maximumFractionDigits: fraction,
  });
}

/**
 * Parses an amount typed in the currency's major unit into minor units: `45`, `45.5` and `45.50` dollars are 4500, 4550
 * and 4550. Thousands separators and the currency's sign are ignored; returns undefined for anything else.
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

/** Formats an amount for machines, exact and in the currency's major unit: 4500 cents are `45.00`. */
export function majorUnits({ amount, currency }: { amount: number; currency: string }): string {
  const fraction = digitsOf(currency);
  if (fraction === 0) return String(amount);
  const minus = amount < 0 ? "-" : "";
  const units = String(Math.abs(amount)).padStart(fraction + 1, "0");
  return `${minus}${units.slice(0, -fraction)}.${units.slice(-fraction)}`;
}
