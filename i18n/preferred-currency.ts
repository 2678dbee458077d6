import type { Currency, Locale } from "@/lib/money";

const own: Record<Locale, Currency> = { ko: "KRW", en: "USD" };

/**
 * In what a shopper sees prices and pays: as they chose, else as readers of their language expect, as far as the
 * shop sells for it.
 */
export function preferredCurrency(
  sold: readonly Currency[],
  locale: Locale,
  chosen: string | undefined,
): Currency {
  const sells = (currency: string | undefined) => sold.find((one) => one === currency);
  return sells(chosen) ?? sells(own[locale]) ?? sold[0] ?? own.ko;
}
