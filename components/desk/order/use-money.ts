import { useLocale } from "next-intl";
import { formatMoney } from "@/lib/money";

/** Writes amounts in minor units of one currency. */
export function useMoney(currency: string) {
  const locale = useLocale();
  return (amount: number) => formatMoney({ amount, currency }, locale);
}
