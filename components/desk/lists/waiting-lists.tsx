import { useNow, useTranslations } from "next-intl";
import { moment } from "@/components/order/moment";
import { useSeoulTime } from "@/components/order/seoul-time";
import type { cancelRequestsPage, disputesPage, needsPage } from "@/lib/desk/read/lists";
import { useDisputeWords } from "../dispute-words";
import { useNeedWords } from "../need-words";
import { Table } from "../table";
import { useColumns } from "./columns";

type RowsOf<Reader extends (...given: never[]) => Promise<{ rows: unknown[] }>> = Awaited<
  ReturnType<Reader>
>["rows"];

/** What waits for staff, with the reason, what to do and since when. */
export function NeedsTable({ rows, of }: { rows: RowsOf<typeof needsPage>; of: "needs" | "unknown" }) {
  const t = useTranslations("deskLists");
  const { whyOf, todoOf } = useNeedWords();
  const { order, amount } = useColumns();
  const format = useSeoulTime();
  const here = useNow();
  return (
    <Table
      caption={t(`waiting.${of}`)}
      // What was captured, if anything was.
      rows={rows.map((row) => ({
        ...row,
        orderNumber: row.orderNumber ?? "",
        amount: row.captured || row.amount || 0,
        currency: row.currency ?? "KRW",
      }))}
      keyOf={({ id }) => id}
      columns={[
        { ...order, cell: (row) => (row.orderNumber ? order.cell(row) : "–") },
        {
          name: "why",
          words: t("columns.why"),
          cell: ({ reason, detail }) => (
            <>
              <span>{whyOf(reason, detail)}</span>
              <span className="block text-sm text-soft">{todoOf(reason)}</span>
            </>
          ),
        },
        { ...amount, cell: (row) => (row.orderNumber ? amount.cell(row) : "–") },
        {
          name: "since",
          words: t("columns.since"),
          cell: ({ at }) => (
            <>
              <span>{format.relativeTime(at, here)}</span>
              <span className="block text-sm text-soft">{format.dateTime(at, moment)}</span>
            </>
          ),
        },
      ]}
    />
  );
}

/** Shoppers' cancel requests. */
export function RequestsTable({ rows }: { rows: RowsOf<typeof cancelRequestsPage> }) {
  const t = useTranslations("deskLists");
  const format = useSeoulTime();
  const { order, amount, at } = useColumns();
  return (
    <Table
      caption={t("waiting.requests")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        order,
        { name: "why", words: t("columns.why"), cell: ({ reason }) => reason },
        amount,
        {
          name: "shipped",
          words: t("columns.shipped"),
          cell: ({ shippedAt }) => (shippedAt ? format.dateTime(shippedAt, moment) : t("waiting.notShipped")),
        },
        at,
      ]}
    />
  );
}

type Disputes = { rows: RowsOf<typeof disputesPage>; of: "disputes" | "inquiries" };

/** Disputes, or banks' inquiries, with the day by which each must be answered. */
export function DisputesTable({ rows, of }: Disputes) {
  const t = useTranslations("deskLists");
  const format = useSeoulTime();
  const { order, amount } = useColumns();
  const disputeWords = useDisputeWords();
  return (
    <Table
      caption={t(`waiting.${of}`)}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        order,
        { name: "why", words: t("columns.why"), cell: ({ reason }) => disputeWords(reason) },
        amount,
        {
          name: "answerBy",
          words: t("columns.answerBy"),
          cell: ({ answerBy }) => (answerBy ? format.dateTime(answerBy, moment) : "–"),
        },
      ]}
    />
  );
}
