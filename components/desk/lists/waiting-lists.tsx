import { useFormatter, useTranslations } from "next-intl";
import { moment } from "@/components/order/moment";
import type { cancelRequestsPage, disputesPage, needsPersonPage } from "@/lib/admin/read/lists";
import { useDisputeWords } from "../dispute-words";
import { useNeedWords } from "../need-words";
import { Table } from "../table";
import { useColumns } from "./columns";

type RowsOf<Reader extends (...given: never[]) => Promise<{ rows: unknown[] }>> = Awaited<
  ReturnType<Reader>
>["rows"];

/** Payments that a person must look at, each with why. */
export function NeedsTable({ rows }: { rows: RowsOf<typeof needsPersonPage> }) {
  const t = useTranslations("deskLists");
  const why = useNeedWords();
  const { order, amount, at } = useColumns();
  return (
    <Table
      caption={t("waiting.needs")}
      // What was taken, where something was.
      rows={rows.map((row) => ({ ...row, amount: row.captured || row.amount }))}
      keyOf={({ id }) => id}
      columns={[
        order,
        {
          name: "why",
          words: t("columns.why"),
          cell: (row) => (row.status === "held" ? t("waiting.held") : why(row.why ?? "")),
        },
        amount,
        at,
      ]}
    />
  );
}

/** Shoppers who ask for their order to be canceled. */
export function RequestsTable({ rows }: { rows: RowsOf<typeof cancelRequestsPage> }) {
  const t = useTranslations("deskLists");
  const format = useFormatter();
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

/** Disputes, or what banks ask about, with the day by which each must be answered. */
export function DisputesTable({ rows, of }: Disputes) {
  const t = useTranslations("deskLists");
  const format = useFormatter();
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
