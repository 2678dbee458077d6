import { useTranslations } from "next-intl";
import { Price } from "@/components/ui/price";
import type { OrdersTotals } from "@/lib/desk/read/orders";

/** How many orders the list has, and what they cost in all. Amounts are in minor units. */
export function Totals({ totals }: { totals: OrdersTotals }) {
  const t = useTranslations("deskOrders.totals");
  if (!totals) return <p className="mt-4 text-sm text-soft">{t("many")}</p>;
  return (
    <p className="mt-4 text-sm text-soft tabular-nums">
      <span>{t("count", { count: totals.count })}</span>
      {totals.sums.map(({ currency, live, amount }) => (
        <span key={`${currency} ${live}`}>
          {" · "}
          <Price amount={amount} currency={currency} />
        </span>
      ))}
    </p>
  );
}
