import { useFormatter, useTranslations } from "next-intl";
import { moment } from "@/components/order/moment";
import { Price } from "@/components/ui/price";
import type { cancelRequestsPage, disputesPage, needsPersonPage } from "@/lib/admin/read/lists";
import { useNeedWords } from "../need-words";
import { OrderLink } from "../order-link";
import { Table } from "../table";

type RowsOf<Reader extends (...given: never[]) => Promise<{ rows: unknown[] }>> = Awaited<
  ReturnType<Reader>
>["rows"];

/** Payments that a person must look at, each with why. */
export function NeedsTable({ rows }: { rows: RowsOf<typeof needsPersonPage> }) {
  const t = useTranslations("deskLists");
  const format = useFormatter();
  const why = useNeedWords();
  return (
    <Table
      caption={t("waiting.needs")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        {
          name: "order",
          words: t("columns.order"),
          cell: ({ orderNumber }) => <OrderLink number={orderNumber} />,
        },
        {
          name: "why",
          words: t("columns.why"),
          cell: (row) => (row.status === "held" ? t("waiting.held") : why(row.why ?? "")),
        },
        {
          name: "amount",
          words: t("columns.amount"),
          isNumber: true,
          cell: ({ captured, amount, currency }) => <Price amount={captured || amount} currency={currency} />,
        },
        { name: "at", words: t("columns.at"), cell: ({ at }) => format.dateTime(at, moment) },
      ]}
    />
  );
}

/** Shoppers who ask for their order to be canceled. */
export function RequestsTable({ rows }: { rows: RowsOf<typeof cancelRequestsPage> }) {
  const t = useTranslations("deskLists");
  const format = useFormatter();
  return (
    <Table
      caption={t("waiting.requests")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        {
          name: "order",
          words: t("columns.order"),
          cell: ({ orderNumber }) => <OrderLink number={orderNumber} />,
        },
        { name: "why", words: t("columns.why"), cell: ({ reason }) => reason },
        {
          name: "amount",
          words: t("columns.amount"),
          isNumber: true,
          cell: ({ amount, currency }) => <Price amount={amount} currency={currency} />,
        },
        {
          name: "shipped",
          words: t("columns.shipped"),
          cell: ({ shippedAt }) => (shippedAt ? format.dateTime(shippedAt, moment) : t("waiting.notShipped")),
        },
        { name: "at", words: t("columns.at"), cell: ({ at }) => format.dateTime(at, moment) },
      ]}
    />
  );
}

/** Disputes, and what banks ask about, with the day by which each must be answered. */
export function DisputesTable({
  rows,
  of,
}: {
  rows: RowsOf<typeof disputesPage>;
  of: "disputes" | "inquiries";
}) {
  const t = useTranslations("deskLists");
  const format = useFormatter();
  return (
    <Table
      caption={t(`waiting.${of}`)}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        {
          name: "order",
          words: t("columns.order"),
          cell: ({ orderNumber }) => <OrderLink number={orderNumber} />,
        },
        { name: "why", words: t("columns.why"), cell: ({ reason }) => reason.replaceAll("_", " ") },
        {
          name: "amount",
          words: t("columns.amount"),
          isNumber: true,
          cell: ({ amount, currency }) => <Price amount={amount} currency={currency} />,
        },
        {
          name: "answerBy",
          words: t("columns.answerBy"),
          cell: ({ answerBy }) => (answerBy ? format.dateTime(answerBy, moment) : "–"),
        },
      ]}
    />
  );
}
