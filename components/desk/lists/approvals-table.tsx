import { useTranslations } from "next-intl";
import type { approvalsPage } from "@/lib/desk/read/lists";
import { type Names, useActWords } from "../act-words";
import { Table } from "../table";
import { useColumns } from "./columns";

type Props = {
  rows: Awaited<ReturnType<typeof approvalsPage>>["rows"];
  names: Names;
};

/** Refunds that wait for a second person's approval, with who requested each and why. */
export function ApprovalsTable({ rows, names }: Props) {
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
      ]}
    />
  );
}
