// @module-tag slow
import { count } from "drizzle-orm";
import { expect, test } from "vitest";
import { orders } from "@/db/schema";
import { db } from "@/db/store";
import { faultsOf } from "@/lib/books/invariants";
import { readBooks } from "@/lib/books/read";
import { now } from "@/lib/clock";
import { env } from "@/lib/settings/env";
import { insertOrders, seedOrders } from "@/scripts/sample-orders";
import { type Rows, sampleOrder } from "@/scripts/sample-orders/order";
import "./books";

const all = () => db.select().from(orders);
const many = async () => (await db.select({ n: count() }).from(orders))[0]?.n;

test("the books of all sample orders are correct, and the orders are of many kinds", async () => {
  expect(await seedOrders(400, now())).toBe(400);
  const rows = await all();
  const faults = await Promise.all(rows.map(async ({ id }) => faultsOf(await readBooks(id))));
  expect(faults.flat()).toEqual([]);
  expect(new Set(rows.map(({ gateway, method }) => `${gateway} ${method}`)).size).toBeGreaterThan(5);
  expect(new Set(rows.map(({ number }) => number)).size).toBe(400);
  // In every month of the past year.
  expect(new Set(rows.map(({ createdAt }) => createdAt.toISOString().slice(0, 7))).size).toBeGreaterThan(11);
});

test("a small number of them is correct too", async () => {
  const at = now();
  const few = new Map<string, Rows[]>();
  for (let n = 0; n < 8_000; n += 1) {
    const made = sampleOrder(1, n, at);
    const kind = [
      ...made.orders.map(({ status }) => status),
      ...made.refunds.map(({ state }) => state),
      ...made.disputes.map(({ state }) => `disputed ${state}`),
      ...made.cancelRequests.map(() => "wants to cancel"),
    ].join();
    const alike = few.get(kind) ?? [];
    if (alike.length < 3) few.set(kind, [...alike, made]);
  }
  expect(new Set(few.keys())).toEqual(
    new Set([
      "open",
      "waiting_for_deposit",
      "authorized",
      "paid",
      "paid,done",
      "paid,waiting_for_approval",
      "paid,disputed open",
      "paid,wants to cancel",
      "expired",
      "canceled",
      "in_review",
    ]),
  );
  await insertOrders([...few.values()].flat());
  for (const { id } of await all()) expect(faultsOf(await readBooks(id))).toEqual([]);
});

test("another run adds what is missing, and the same seed makes the same orders", async () => {
  const at = now();
  expect(await seedOrders(30, at)).toBe(30);
  expect(await seedOrders(30, at)).toBe(0);
  const first = await all();
  expect(await seedOrders(50, at)).toBe(20);
  expect(await many()).toBe(50);
  expect(await all()).toEqual(expect.arrayContaining(first));
  expect(sampleOrder(7, 3, at)).toEqual(sampleOrder(7, 3, at));
  expect(sampleOrder(7, 3, at)).not.toEqual(sampleOrder(8, 3, at));
});

test("a shop with live keys is left alone", async () => {
  env().live = true;
  try {
    await expect(seedOrders(1, now())).rejects.toThrow("live");
    expect(await many()).toBe(0);
  } finally {
    env().live = false;
  }
});
