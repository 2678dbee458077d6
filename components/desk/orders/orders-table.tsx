import { useTranslations } from "next-intl";
import { moment } from "@/components/order/moment";
import { useSeoulTime } from "@/components/order/seoul-time";
import { Price } from "@/components/ui/price";
import type { OrderRow } from "@/lib/desk/read/orders";
import { Mark } from "../mark";
import { OrderLink } from "../order-link";
import { Table } from "../table";
import { StatusMark } from "./status-mark";

/** Orders, each with what staff look for first. */
export function OrdersTable({ rows }: { rows: OrderRow[] }) {
  const t = useTranslations("deskOrders");
  const gatewayNames = useTranslations("gatewayNames");
  const format = useSeoulTime();
  const day = (at: Date) => format.dateTime(at, moment);
  return (
    <Table
      caption={t("title")}
      rows={rows}
      keyOf={({ number }) => number}
      columns={[
        {
          name: "number",
          words: t("columns.number"),
          cell: ({ number, live }) => (
            <>
              <OrderLink number={number} />
              {!live && <span className="ml-2 text-sm text-soft">{t("test")}</span>}
            </>
          ),
        },
        {
          name: "at",
          words: t("columns.at"),
          cell: ({ createdAt }) => <span className="whitespace-nowrap">{day(createdAt)}</span>,
        },
        {
          name: "customer",
          words: t("columns.customer"),
          cell: ({ customerName }) => customerName || <span className="text-soft">{t("erased")}</span>,
        },
        { name: "name", words: t("columns.name"), cell: ({ name }) => name },
        {
          name: "amount",
          words: t("columns.amount"),
          isNumber: true,
          cell: ({ amount, currency, refunded }) => (
            <>
              <Price amount={amount} currency={currency} className="font-medium" />
              {refunded > 0 && (
                <span className="block text-sm text-soft">
                  {t("back")} <Price amount={refunded} currency={currency} />
                </span>
              )}
            </>
          ),
        },
        {
          name: "status",
          words: t("columns.status"),
          cell: ({ status, dispute, needsPerson }) => (
            <span className="inline-flex flex-wrap justify-end gap-1.5 sm:justify-start">
              <StatusMark status={status} dispute={dispute} />
              {needsPerson && <Mark look="danger">{t("needsPerson")}</Mark>}
            </span>
          ),
        },
        {
          name: "way",
          words: t("columns.way"),
          cell: ({ gateway, method }) =>
            gateway && method ? `${gatewayNames(gateway)} · ${t(`methods.${method}`)}` : "–",
        },
      ]}
    />
  );
}
