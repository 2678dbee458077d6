import { useTranslations } from "next-intl";
import type { approvalsPage } from "@/lib/desk/read/lists";
import { type Names, useActWords } from "../act-words";
import { Approve } from "../order/acts";
import { Table } from "../table";
import { useColumns } from "./columns";

type Props = {
  rows: Awaited<ReturnType<typeof approvalsPage>>["rows"];
  names: Names;
  /** Who decides here: nobody approves their own refund. Undefined if their role decides about none. */
  decides: string | undefined;
};

/** Refunds that wait for a second person's approval, with who requested each and why. */
export function ApprovalsTable({ rows, names, decides }: Props) {
  const t = useTranslations("deskLists");
  const { order, amount, at } = useColumns();
  const { nameOf } = useActWords(names);
  return (
    <Table
      caption={t("approvals.title")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        order,
        amount,
        { name: "why", words: t("columns.why"), cell: ({ reason }) => reason },
        {
          name: "by",
          words: t("columns.by"),
          cell: ({ requestedBy }) => nameOf(requestedBy),
        },
        at,
        {
          name: "decide",
          words: t("columns.decide"),
          cell: ({ id, requestedBy }) =>
            decides && (requestedBy === decides ? t("approvals.own") : <Approve refund={id} />),
        },
      ]}
    />
  );
}
