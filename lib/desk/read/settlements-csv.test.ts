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
