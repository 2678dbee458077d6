import { type SettlementPosition, settlementsOfSpan } from "@/db/settlements";
import { db } from "@/db/store";
import { majorUnits } from "@/lib/money";
import { monthSpan } from "@/lib/payments/settlement/reconcile";
import { seoulTime } from "@/lib/seoul";
import { env } from "@/lib/settings/env";
import { assertMay, type Staff } from "../staff/permissions";
import { csvFile } from "./csv";
import { type From, recordExport } from "./record-export";

/** How many rows are held in memory at a time. */
const rowsAtOnce = 200;

/**
 * What the gateways settled for a month in Seoul, such as 2026-11, row by row, as a CSV file for the accountant: sale,
 * fee, VAT on the fee and payout, in major units. Rows are read while the file is sent. The export is in the audit log
 * before the first row is read. Throws forbidden.
 */
export async function settlementsCsv(
  staff: Staff,
  month: string,
  from: From,
): Promise<ReadableStream<Uint8Array>> {
  assertMay(staff, "orders:export");
  await recordExport(staff, { action: "settlements_exported", subject: month }, from);
  return csvFile(Object.keys(columns), pagesOf(month));
}

type Row = Awaited<ReturnType<typeof settlementsOfSpan>>[number];

async function* pagesOf(month: string): AsyncGenerator<string[][], void, undefined> {
  const span = monthSpan(month, env().live);
  for (let after: SettlementPosition | undefined; ; ) {
    const rows = await settlementsOfSpan(db, span, after, rowsAtOnce);
    if (rows.length > 0) yield rows.map((row) => Object.values(columns).map((cell) => cell(row)));
    after = rows.at(-1)?.row;
    if (rows.length < rowsAtOnce) return;
  }
}

const amountOf = (amount: number, { row: { currency } }: Row) => majorUnits({ amount, currency });

const columns = {
  sold_on: ({ row }) => row.soldOn,
  payout_on: ({ row }) => row.payoutOn ?? "",
  paid_out: ({ row }) => (row.paidOutAt ? "yes" : ""),
  gateway: ({ row }) => row.gateway,
  kind: ({ row }) => row.kind,
  order_number: ({ orderNumber }) => orderNumber ?? "",
  approved_at_seoul: ({ row }) => (row.approvedAt ? seoulTime(row.approvedAt) : ""),
  currency: ({ row }) => row.currency,
  amount: (row) => amountOf(row.row.amount, row),
  fee: (row) => amountOf(row.row.fee, row),
  fee_vat: (row) => amountOf(row.row.vat, row),
  payout_amount: (row) => amountOf(row.row.net, row),
  copy: ({ row }) => `${row.copy}`,
  gateway_row: ({ row }) => row.gatewayRow,
  payout: ({ row }) => row.payout ?? "",
} satisfies Record<string, (row: Row) => string>;
