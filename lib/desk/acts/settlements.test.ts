import { beforeEach, expect, test } from "vitest";
import { auditOf } from "@/db/audit";
import { settlementsOfSpan, writeSettlements } from "@/db/settlements";
import { db, transaction } from "@/db/store";
import { days, hours, now } from "@/lib/clock";
import { monthBefore, seoulDate } from "@/lib/seoul";
import { seedOrders } from "@/scripts/sample-orders";
import { seedSettlements } from "@/scripts/sample-orders/settlements";
import "@/testing/books";
import { haneul, jiwoo, sora } from "@/testing/desk-people";
import { fault, toss, turnClock } from "@/testing/gateway";
import { aPaidPayment } from "@/testing/makers";
import { pullAll, pullProgress } from "../../payments/settlement/pull";
import { monthSpan } from "../../payments/settlement/reconcile";
import { settlementMonth } from "../read/settlements";
import { closeMonth, lookAtOrder, readSettlementsFrom } from "./settlements";

const address = "192.0.2.7";
const thisMonth = () => seoulDate(now()).slice(0, 7);
const lastMonth = () => monthBefore(thisMonth());

beforeEach(async () => {
  await seedOrders(120, now());
});

test("last month is closed once, with its figures; what changes afterward is shown beside them", async () => {
  await seedSettlements(now());
  const before = await settlementMonth(sora, lastMonth(), now());
  expect(before).toMatchObject({ closing: undefined, mayNotClose: null });
  expect(before.totals.length).toBeGreaterThan(0);

  const [closing, again] = await Promise.all([
    closeMonth(sora, lastMonth(), address, now()),
    closeMonth(sora, lastMonth(), address, now()),
  ]);
  expect(again).toEqual(closing);
  expect(closing).toMatchObject({ totals: before.totals, differences: 0, closedBy: `staff:${sora.id}` });
  expect(await auditOf(db, lastMonth())).toMatchObject([{ action: "month_closed", address }]);
  expect(await settlementMonth(sora, lastMonth(), now())).toMatchObject({ isChanged: false });

  const [sold] = await settlementsOfSpan(db, monthSpan(lastMonth(), false), undefined, 1);
  if (!sold) throw new Error("Nothing was sold last month.");
  await transaction((tx) => writeSettlements(tx, [sold.row.id], { fee: sold.row.fee + 1 }));
  expect(await settlementMonth(sora, lastMonth(), now())).toMatchObject({
    isChanged: true,
    closing: { totals: before.totals },
  });
});

test("a month that is not over, or not read yet, stays open", async () => {
  await expect(closeMonth(sora, lastMonth(), address, now())).rejects.toMatchObject({
    code: "month_not_closable",
    status: 409,
  });
  await seedSettlements(now());
  await expect(closeMonth(sora, thisMonth(), address, now())).rejects.toMatchObject({
    code: "month_not_closable",
  });
  expect(await auditOf(db, thisMonth())).toEqual([]);
});

test("support may have a month read again, and only a manager closes one", async () => {
  await seedSettlements(now());
  await expect(closeMonth(jiwoo, lastMonth(), address, now())).rejects.toMatchObject({ code: "forbidden" });
  await expect(readSettlementsFrom(haneul, `${lastMonth()}-01`, address, now())).rejects.toMatchObject({
    code: "forbidden",
  });
  const lists = (await pullProgress()).length;
  expect(await readSettlementsFrom(jiwoo, `${lastMonth()}-01`, address, now())).toBe(lists);
  for (const { day } of await pullProgress()) expect(day).toBe(`${lastMonth()}-01`);
  expect(await auditOf(db, `${lastMonth()}-01`)).toMatchObject([{ action: "settlements_read_again" }]);
});

test("a refund made in the gateway's console is found by asking about its order", async () => {
  const { order, payment } = await aPaidPayment();
  await toss.payments.cancel(payment.gatewayPaymentKey ?? "", { reason: "콘솔", amount: 4_000 });
  await turnClock(days(1) + hours(7));
  await pullAll(now());
  const month = seoulDate(payment.createdAt).slice(0, 7);
  const ofOrder = async () =>
    (await settlementMonth(sora, month, now())).differences.filter(
      ({ orderNumber }) => orderNumber === order.number,
    );
  expect(await ofOrder()).toMatchObject([{ name: "missing_here", kind: "refund" }]);
  await expect(lookAtOrder(haneul, order.number, address, now())).rejects.toMatchObject({
    code: "forbidden",
  });
  expect(await lookAtOrder(jiwoo, order.number, address, now())).toBe(true);
  expect(await ofOrder()).toEqual([]);
  expect(await auditOf(db, order.number)).toMatchObject([{ action: "payments_looked_at" }]);

  const away = await fault("away", { operation: "look" });
  expect(await lookAtOrder(jiwoo, order.number, address, now())).toBe(false);
  await away.mend();
  await expect(lookAtOrder(jiwoo, "ORD-20260101-AAAAAA", address, now())).rejects.toMatchObject({
    code: "not_found",
  });
});
