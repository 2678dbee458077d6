import { type SettlementPosition, settlementsOfSpan, taxFreeParts } from "@/db/settlements";
import { db } from "@/db/store";
import { digitsOf, majorUnits } from "@/lib/money";
import { settledMonth } from "@/lib/payments/settlement/month";
import { monthSpan } from "@/lib/payments/settlement/reconcile";
import { Problem } from "@/lib/problem";
import { seoulTime } from "@/lib/seoul";
import { env } from "@/lib/settings/env";
import { splitTax } from "@/lib/tax";
import { assertMay, type Staff } from "../staff/permissions";
import { type From, recordExport } from "./record-export";

/** The file is made in memory, so it has an end; the CSV file has none. */
const mostRows = 20_000;

/** How many rows are read at a time. */
const rowsAtOnce = 500;

/** What the accountant reads; the headings are those of `columns` and `totals`. */
export type SheetWords = {
  summary: string;
  rows: string;
  heading(name: ColumnName | TotalName): string;
  gateway(name: Row["row"]["gateway"]): string;
  kind(kind: Row["row"]["kind"]): string;
};

/**
 * A month in Seoul, such as 2026-11, as an XLSX file for the accountant: its totals, and every row with the supply value
 * and VAT of the sale and of the fee. The export is in the audit log. Throws forbidden, too_many_rows.
 */
export async function settlementsXlsx(
  staff: Staff,
  month: string,
  words: SheetWords,
  from: From,
): Promise<Buffer> {
  assertMay(staff, "orders:export");
  await recordExport(staff, { action: "settlements_exported", subject: month }, from);
  const [{ totals: sums }, rows] = await Promise.all([settledMonth(month, from.now), rowsOf(month)]);
  const head = (names: (ColumnName | TotalName)[]) =>
    names.map((name) => ({ value: words.heading(name), fontWeight: "bold" as const }));
  const { default: writeExcelFile } = await import("write-excel-file/node");
  return writeExcelFile([
    {
      sheet: words.summary,
      columns: totalNames.map(() => ({ width: 16 })),
      data: [
        head(totalNames),
        ...sums.map((sum) => [
          words.gateway(sum.gateway),
          sum.currency,
          ...amountNames.map((name) => amountCell(sum[name], sum.currency)),
        ]),
      ],
    },
    {
      sheet: words.rows,
      stickyRowsCount: 1,
      columns: columnNames.map(() => ({ width: 16 })),
      data: [head(columnNames), ...rows.map((row) => columnNames.map((name) => columns[name](row, words)))],
    },
  ]).toBuffer();
}

type Row = Awaited<ReturnType<typeof settlementsOfSpan>>[number] & {
  /** How much of the sale or refund is for tax-free goods; undefined if it has no Korean VAT. */
  taxFree: number | undefined;
};

async function rowsOf(month: string): Promise<Row[]> {
  const span = monthSpan(month, env().live);
  const all: Row[] = [];
  for (let after: SettlementPosition | undefined; ; ) {
    const rows = await settlementsOfSpan(db, span, after, rowsAtOnce);
    const taxFree = await taxFreeParts(
      db,
      rows.map(({ row }) => row),
    );
    for (const found of rows) all.push({ ...found, taxFree: taxFree(found.row) });
    if (all.length > mostRows)
      throw new Problem("too_many_rows", `An XLSX file has at most ${mostRows} rows. Use the CSV file.`);
    after = rows.at(-1)?.row;
    if (rows.length < rowsAtOnce) return all;
  }
}

const amountNames = ["sold", "returned", "other", "fee", "vat", "net"] as const;
const totalNames = ["gateway", "currency", ...amountNames] as const satisfies string[];
type TotalName = (typeof totalNames)[number];

/** A number in major units, as a spreadsheet has it. */
const amountCell = (amount: number, currency: string) => ({
  value: Number(majorUnits({ amount, currency })),
  type: Number,
  format: digitsOf(currency) === 0 ? "#,##0" : "#,##0.00",
});

const amountOf = (amount: number | undefined, { row: { currency } }: Row) =>
  amount === undefined ? null : amountCell(amount, currency);

/** Supply value and VAT of a sale; negative for a refund. */
function taxOf({ row, taxFree }: Row) {
  if (taxFree === undefined) return undefined;
  const sign = Math.sign(row.amount);
  const { supply, vat } = splitTax({ amount: Math.abs(row.amount), taxFree });
  return { supply: sign * supply, vat: sign * vat, taxFree: sign * taxFree };
}

const columns = {
  soldOn: ({ row }) => row.soldOn,
  payoutOn: ({ row }) => row.payoutOn,
  gateway: ({ row }, words) => words.gateway(row.gateway),
  kind: ({ row }, words) => words.kind(row.kind),
  order: ({ orderNumber }) => orderNumber,
  approvedAt: ({ row }) => row.approvedAt && seoulTime(row.approvedAt),
  currency: ({ row }) => row.currency,
  amount: (row) => amountOf(row.row.amount, row),
  supply: (row) => amountOf(taxOf(row)?.supply, row),
  saleVat: (row) => amountOf(taxOf(row)?.vat, row),
  taxFree: (row) => amountOf(taxOf(row)?.taxFree, row),
  fee: (row) => amountOf(row.row.fee, row),
  vat: (row) => amountOf(row.row.vat, row),
  net: (row) => amountOf(row.row.net, row),
  gatewayRow: ({ row }) => row.gatewayRow,
} satisfies Record<string, (row: Row, words: SheetWords) => string | null | ReturnType<typeof amountOf>>;
type ColumnName = keyof typeof columns;
const columnNames = Object.keys(columns) as ColumnName[];
