import readExcelFile from "read-excel-file/node";
import { expect, test } from "vitest";
import { auditOf } from "@/db/audit";
import { settlementsOfSpan } from "@/db/settlements";
import { db } from "@/db/store";
import { now } from "@/lib/clock";
import { majorUnits } from "@/lib/money";
import { monthSpan } from "@/lib/payments/settlement/reconcile";
import { monthBefore, seoulDate } from "@/lib/seoul";
import { seedOrders } from "@/scripts/sample-orders";
import { seedSettlements } from "@/scripts/sample-orders/settlements";
import "@/testing/books";
import { jiwoo, sora } from "@/testing/desk-people";
import { settlementsCsv } from "./settlements-csv";
import { settlementsXlsx } from "./settlements-xlsx";

const from = { address: "192.0.2.7", now: now() };

test("an accountant gets every row of a month, in major units, and only managers export", async () => {
  await seedOrders(150, now());
  await seedSettlements(now());
  const month = monthBefore(seoulDate(now()).slice(0, 7));
  const stored = await settlementsOfSpan(db, monthSpan(month, false), undefined, 1_000);
  expect(stored.some(({ row }) => row.currency === "USD")).toBe(true);

  const csv = await new Response(await settlementsCsv(sora, month, from)).text();
  const [head, ...lines] = csv.trimEnd().split("\r\n");
  expect(head).toContain('"fee_vat","payout_amount"');
  expect(lines).toHaveLength(stored.length);
  for (const [n, { row, orderNumber }] of stored.entries()) {
    expect(lines[n]).toContain(`"${orderNumber}"`);
    for (const amount of [row.fee, row.net])
      expect(lines[n]).toContain(majorUnits({ amount, currency: row.currency }));
  }
  expect(await auditOf(db, month)).toMatchObject([{ action: "settlements_exported" }]);
  await expect(settlementsCsv(jiwoo, month, from)).rejects.toMatchObject({ code: "forbidden" });
});

const words = {
  summary: "월",
  rows: "내역",
  heading: (name: string) => name,
  gateway: (name: string) => name,
  kind: (kind: string) => kind,
};

test("the accountant's XLSX file has numbers: the month's totals, and each row with supply value and VAT", async () => {
  await seedOrders(150, now());
  await seedSettlements(now());
  const month = monthBefore(seoulDate(now()).slice(0, 7));
  const stored = await settlementsOfSpan(db, monthSpan(month, false), undefined, 1_000);
  const [summary, sheet] = await readExcelFile(await settlementsXlsx(sora, month, words, from));
  const [head = [], ...rows] = sheet?.data ?? [];
  expect(rows).toHaveLength(stored.length);
  const of = (row: (typeof rows)[number], name: string) => row[head.indexOf(name)];
  for (const [n, row] of rows.entries()) {
    const { row: kept } = stored[n] ?? {};
    expect(of(row, "net")).toBe(
      Number(majorUnits({ amount: kept?.net ?? 0, currency: kept?.currency ?? "" })),
    );
    const parts = ["supply", "saleVat", "taxFree"].map((name) => of(row, name));
    if (kept?.currency === "KRW")
      expect(parts.reduce((sum: number, part) => sum + Number(part), 0)).toBe(kept.amount);
    else expect(parts).toEqual([null, null, null]);
  }
  const [, ...totals] = summary?.data ?? [];
  const won = totals.find(([gateway, currency]) => gateway === "toss" && currency === "KRW");
  const tossRows = rows.filter((row) => of(row, "gateway") === "toss");
  expect(won?.at(-1)).toBe(tossRows.reduce((sum, row) => sum + Number(of(row, "net")), 0));
  await expect(settlementsXlsx(jiwoo, month, words, from)).rejects.toMatchObject({ code: "forbidden" });
});
