import { useLocale, useTranslations } from "next-intl";
import { type DeliveryRates, type Destination, isIsland } from "@/lib/delivery-fee";
import { type Currency, formatMoney } from "@/lib/money";

/** Explains a delivery fee: what makes it free, or why it is higher. Undefined if there is nothing to say. */
export function useDeliveryNote(
  { fee, freeFrom, islandFee }: DeliveryRates,
  goods: number,
  currency: Currency,
  to?: Destination,
): string | undefined {
  const t = useTranslations("sums");
  const locale = useLocale();
  const money = (amount: number) => formatMoney({ amount, currency }, locale);
  const missing = freeFrom - goods;
  const parts = [
    fee > 0 && freeFrom > 0 && missing > 0 && t("untilFree", { missing: money(missing) }),
    islandFee > 0 &&
      (to
        ? isIsland(currency, to) && t("island", { fee: money(islandFee) })
        : isWon(currency) && t("islands", { fee: money(islandFee) })),
  ];
  return parts.filter(Boolean).join(" ") || undefined;
}

const isWon = (currency: Currency) => currency === "KRW";
