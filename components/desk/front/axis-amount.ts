import { digitsOf, type Locale } from "@/lib/money";

/** An amount in its shortest form, formatted like formatMoney: a chart has no room for the last digits. */
export function axisAmount(currency: string, locale: Locale) {
  const isOwn = currency === "KRW" && locale === "ko";
  const words = new Intl.NumberFormat(locale === "ko" ? "ko-KR" : "en-US", {
    ...(!isOwn && { style: "currency", currency, currencyDisplay: "narrowSymbol" }),
    notation: "compact",
    minimumFractionDigits: 0,
    maximumFractionDigits: 1,
  });
  return (amount: number) => `${words.format(amount / 10 ** digitsOf(currency))}${isOwn ? "원" : ""}`;
}
