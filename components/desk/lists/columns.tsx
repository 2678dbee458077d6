import { useTranslations } from "next-intl";
import { moment } from "@/components/order/moment";
import { useSeoulTime } from "@/components/order/seoul-time";
import { Price } from "@/components/ui/price";
import { OrderLink } from "../order-link";
import type { Column } from "../table";

type AboutOrder = { orderNumber: string; amount: number; currency: string; at: Date };

/** The columns that lists about orders share: which order, how much, since when. Amounts in minor units. */
export function useColumns() {
  const t = useTranslations("deskLists.columns");
  const format = useSeoulTime();
  return {
    order: {
      name: "order",
      words: t("order"),
      cell: ({ orderNumber }) => <OrderLink number={orderNumber} />,
    },
    amount: {
      name: "amount",
      words: t("amount"),
      isNumber: true,
      cell: ({ amount, currency }) => <Price amount={amount} currency={currency} className="font-medium" />,
    },
    at: { name: "at", words: t("at"), cell: ({ at }) => format.dateTime(at, moment) },
  } satisfies Record<string, Column<AboutOrder>>;
}
