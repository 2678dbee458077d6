/** Currencies the shop knows, with the number of digits of their minor unit. */
const minorDigits = { KRW: 0, USD: 2 } as const;

export type Currency = keyof typeof minorDigits;
export const currencies = Object.keys(minorDigits) as [Currency, ...Currency[]];

export type Locale = "ko" | "en";
export const locales = ["ko", "en"] as const satisfies Locale[];

/** An amount in the currency's minor unit: ₩58,990 is 58990, $45.00 is 4500. */
export type Money = { amount: number; currency: Currency };

/** Nothing in the shop may cost more, so that sums stay exact integers. */
export const maxAmount = 1_000_000_000;

/** Prints an amount as people write it in their language: `58,990원` and `$45.00`, `₩58,990` in English. */
export function formatMoney({ amount, currency }: Money, locale: Locale): string {
  const digits = minorDigits[currency];
  const major = amount / 10 ** digits;
  if (currency === "KRW" && locale === "ko") return `${new Intl.NumberFormat("ko-KR").format(major)}원`;
  return new Intl.NumberFormat(locale === "ko" ? "ko-KR" : "en-US", {
    style: "currency",
    currency,
    minimumFractionDigits: digits,
  }).format(major);
}
