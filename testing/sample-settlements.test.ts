import { count, like } from "drizzle-orm";
import { expect, test } from "vitest";
import { settlementRows } from "@/db/schema";
import { db } from "@/db/store";
import { now } from "@/lib/clock";
import { monthSpan, reconcileMonth } from "@/lib/payments/settlement/reconcile";
import { monthBefore, seoulDate } from "@/lib/seoul";
import { seedOrders } from "@/scripts/sample-orders";
import { seedSettlements } from "@/scripts/sample-orders/settlements";
import "./books";
import { settlementsOf } from "@/lib/answers/settlements";

test("sample orders are settled: last month is paid out but for its end, and nothing differs", async () => {
  await seedOrders(400, now());
  await seedSettlements(now());
  const lastMonth = monthBefore(seoulDate(now()).slice(0, 7));
  const { differences, owed } = await reconcileMonth(db, monthSpan(lastMonth, false), now());
  expect(differences).toEqual([]);
  expect(owed.length).toBeGreaterThan(0);
  for (const { remainder } of owed) expect(remainder).toBe(0);
});

test("settling them again adds nothing", async () => {
  await seedOrders(50, now());
  await seedSettlements(now());
  const rows = async () => (await db.select({ n: count() }).from(settlementRows))[0]?.n;
  const before = await rows();
  expect(before).toBeGreaterThan(0);
  await seedSettlements(now());
  expect(await rows()).toBe(before);
});

test("another server reads a month page by page: every row once, in order", async () => {
  await seedOrders(200, now());
  await seedSettlements(now());
  const lastMonth = monthBefore(seoulDate(now()).slice(0, 7));
  const rows: { id: string; sold_on: string }[] = [];
  let pages = 0;
  for (let next: string | null | undefined; next !== null; pages += 1) {
    const { body } = await settlementsOf(lastMonth, next, 5);
    rows.push(...body.rows);
    next = body.next;
  }
  expect(pages).toBeGreaterThan(1);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  expect(rows.map(({ sold_on }) => sold_on)).toEqual(rows.map(({ sold_on }) => sold_on).toSorted());
  const stored = await db
    .select({ n: count() })
    .from(settlementRows)
    .where(like(settlementRows.soldOn, `${lastMonth}%`));
  expect(rows).toHaveLength(stored[0]?.n ?? 0);
});
