import { useFormatter, useTranslations } from "next-intl";
import { moment } from "@/components/order/moment";
import { Price } from "@/components/ui/price";
import type { OrderRow } from "@/lib/desk/read/orders";
import { Mark } from "../mark";
import { OrderLink } from "../order-link";
import { type Column, Table } from "../table";
import { StatusMark } from "./status-mark";

type Props = {
  rows: OrderRow[];
  /** Whether the shop takes real money; only then is a test order worth a word. */
  isLive: boolean;
};

/** Orders, each with what staff look for first. Pressing a row opens its order. */
export function OrdersTable({ rows, isLive }: Props) {
  const t = useTranslations("deskOrders");
  return (
    <Table
      caption={t("title")}
      rows={rows}
      keyOf={({ number }) => number}
      columns={useOrderColumns(isLive)}
      isCompact
    />
  );
}

/** The columns of every list of orders. */
export function useOrderColumns(isLive: boolean): Column<OrderRow>[] {
  const t = useTranslations("deskOrders");
  const gatewayNames = useTranslations("gatewayNames");
  const format = useFormatter();
  return [
    {
      name: "number",
      words: t("columns.number"),
      look: "order-1",
      cell: ({ number, live }) => (
        <>
          <OrderLink number={number} ofRow />
          {isLive && !live && <span className="ml-2 text-sm text-soft">{t("test")}</span>}
        </>
      ),
    },
    {
      name: "at",
      words: t("columns.at"),
      look: "order-5 text-sm text-soft sm:text-[0.9375rem] sm:text-ink",
      cell: ({ createdAt }) => (
        <span className="whitespace-nowrap">{format.dateTime(createdAt, moment)}</span>
      ),
    },
    {
      name: "customer",
      words: t("columns.customer"),
      look: "order-3",
      cell: ({ customerName }) => <CutOff text={customerName} none={t("erased")} />,
    },
    {
      name: "name",
      words: t("columns.name"),
      look: "max-sm:hidden",
      cell: ({ name }) => <CutOff text={name} />,
    },
    {
      name: "amount",
      words: t("columns.amount"),
      isNumber: true,
      look: "order-2 max-sm:justify-end max-sm:text-right",
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
      look: "order-4 max-sm:justify-end",
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
      look: "order-6 text-sm text-soft max-sm:justify-end sm:text-[0.9375rem] sm:text-ink",
      cell: ({ gateway, method }) => (
        <span className="max-sm:text-right sm:whitespace-nowrap">
          {gateway && method ? `${gatewayNames(gateway)} · ${t(`methods.${method}`)}` : "–"}
        </span>
      ),
    },
  ];
}

/** One line, so that a long name does not stretch every row; the whole of it is on the order's page. */
const CutOff = ({ text, none = "–" }: { text: string; none?: string }) =>
  text ? (
    <span className="block truncate sm:max-w-44" title={text}>
      {text}
    </span>
  ) : (
    <span className="text-soft">{none}</span>
  );
