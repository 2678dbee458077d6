import { useTranslations } from "next-intl";
import type { cashReceiptsPage } from "@/lib/desk/read/lists";
import { CashReceipts } from "../cash-receipts";
import { Table } from "../table";
import { useColumns } from "./columns";

type Row = Awaited<ReturnType<typeof cashReceiptsPage>>["rows"][number];

/** Payments with cash receipts: each receipt, and what was canceled of it. */
export function CashReceiptsTable({ rows }: { rows: Row[] }) {
  const t = useTranslations("deskLists.cashReceipts");
  const { order, amount, at } = useColumns();
  return (
    <Table
      caption={t("title")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        order,
        amount,
        {
          name: "receipts",
          words: t("receipts"),
          cell: ({ receipts, currency }) => <CashReceipts receipts={receipts} currency={currency} />,
        },
        at,
      ]}
    />
  );
}
