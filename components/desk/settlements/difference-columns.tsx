import { useTranslations } from "next-intl";
import { Price } from "@/components/ui/price";
import { OrderLink } from "../order-link";
import type { Column } from "../table";
import type { MonthDifference } from "./repairs";

type Told = Pick<MonthDifference, "name" | "orderNumber" | "transaction" | "listed" | "currency">;

/** The columns that lists of differences share: what differs, of which order or transaction, and what was settled. */
export function useDifferenceColumns() {
  const t = useTranslations("deskSettlements.differences");
  return {
    name: { name: "name", words: t("what"), cell: ({ name }) => t(`names.${name}`) },
    order: {
      name: "order",
      words: t("order"),
      cell: ({ orderNumber, transaction }) =>
        orderNumber ? (
          <OrderLink number={orderNumber} />
        ) : (
          <span className="break-all">{transaction ?? "–"}</span>
        ),
    },
    listed: {
      name: "listed",
      words: t("listed"),
      isNumber: true,
      cell: ({ listed, currency }) => <Price amount={listed} currency={currency} />,
    },
  } satisfies Record<string, Column<Told>>;
}
