import { like } from "drizzle-orm";
import { insertMany } from "@/db/bulk";
import {
  calls,
  cancelRequests,
  disputes,
  mails,
  needs,
  orderItems,
  orderSearchTerms,
  orders,
  paymentEvents,
  payments,
  refunds,
} from "@/db/schema";
import { searchRowsOf } from "@/db/search-terms";
import { db, transaction } from "@/db/store";
import { env } from "@/lib/settings/env";
import { ageOf, idOf, madeUp, type Rows, sampleOrder } from "./order";
import { postPlaced } from "./post";

/** How many orders are written per commit. */
const ordersAtOnce = 500;

/**
 * Adds generated orders from the past year until the shop has this many; those of an earlier run stay. The same seed
 * makes the same orders. What they bought was never on the shelf, and no gateway knows them: those still open fail when
 * their time comes. Throws if the shop's keys are live.
 */
export async function seedOrders(
  upTo: number,
  now: Date,
  { seed = 1, onCommit = (_made: number) => {} } = {},
) {
  if (env().live) throw new Error("Sample orders must not be added to a shop with live keys.");
  const there = await db
    .select({ id: orders.id })
    .from(orders)
    .where(like(orders.id, `${madeUp}%`));
  const missing = numbersWithout(new Set(there.map(({ id }) => id)), upTo, seed);
  for (let from = 0; from < missing.length; from += ordersAtOnce) {
    const numbers = missing.slice(from, from + ordersAtOnce);
    await insertOrders(numbers.map((n) => sampleOrder(seed, n, now)));
    onCommit(from + numbers.length);
  }
  return missing.length;
}

/** The numbers of the orders to generate, oldest first, in the order a shop would have recorded them. */
const numbersWithout = (ids: ReadonlySet<string>, upTo: number, seed: number) =>
  Array.from({ length: upTo }, (_, n) => ({ n, age: ageOf(seed, n) }))
    .filter(({ n }) => !ids.has(idOf(n)))
    .sort((a, b) => b.age - a.age)
    .map(({ n }) => n);

/** Inserts these orders in one commit. */
export const insertOrders = (all: Rows[]) =>
  transaction(async (tx) => {
    const one = joined(all);
    await insertMany(tx, orders, one.orders);
    await insertMany(tx, orderSearchTerms, one.orders.flatMap(searchRowsOf), { skipKnown: true });
    await insertMany(tx, orderItems, one.orderItems);
    await insertMany(tx, payments, one.payments);
    await insertMany(tx, refunds, one.refunds);
    await insertMany(tx, calls, one.calls);
    await insertMany(tx, paymentEvents, one.paymentEvents);
    await insertMany(tx, mails, one.mails);
    await insertMany(tx, needs, one.needs);
    await insertMany(tx, disputes, one.disputes);
    await insertMany(tx, cancelRequests, one.cancelRequests);
    await postPlaced(tx, one.transfers);
  });

const joined = (all: Rows[]): Rows => ({
  orders: all.flatMap((it) => it.orders),
  orderItems: all.flatMap((it) => it.orderItems),
  payments: all.flatMap((it) => it.payments),
  refunds: all.flatMap((it) => it.refunds),
  calls: all.flatMap((it) => it.calls),
  paymentEvents: all.flatMap((it) => it.paymentEvents),
  transfers: all.flatMap((it) => it.transfers),
  mails: all.flatMap((it) => it.mails),
  needs: all.flatMap((it) => it.needs),
  disputes: all.flatMap((it) => it.disputes),
  cancelRequests: all.flatMap((it) => it.cancelRequests),
});
