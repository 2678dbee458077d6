import { like } from "drizzle-orm";
import { sealedAlone } from "@/db/books";
import {
  calls,
  mails,
  needs,
  orderItems,
  orders,
  paymentEvents,
  payments,
  refunds,
  transfers,
} from "@/db/schema";
import { insertSearchTerms } from "@/db/search-terms";
import { db, transaction } from "@/db/store";
import { env } from "@/lib/settings/env";
import { ageOf, idOf, madeUp, type Rows, sampleOrder } from "./order";

/** The maximum number of rows written per commit. */
const rowsAtOnce = 500;

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
  let batch: Rows[] = [];
  let size = 0;
  let made = 0;
  const write = async () => {
    const rows = batch;
    batch = [];
    size = 0;
    await insertOrders(rows);
    onCommit(made);
  };
  for (const n of missing) {
    const rows = sampleOrder(seed, n, now);
    if (size + sizeOf(rows) > rowsAtOnce) await write();
    batch.push(rows);
    size += sizeOf(rows);
    made += 1;
  }
  if (batch.length > 0) await write();
  return made;
}

/** The numbers of the orders to generate, oldest first, in the order a shop would have recorded them. */
const numbersWithout = (ids: ReadonlySet<string>, upTo: number, seed: number) =>
  Array.from({ length: upTo }, (_, n) => ({ n, age: ageOf(seed, n) }))
    .filter(({ n }) => !ids.has(idOf(n)))
    .sort((a, b) => b.age - a.age)
    .map(({ n }) => n);

const sizeOf = (rows: Rows) => Object.values(rows).reduce((sum, of) => sum + of.length, 0);

/** Inserts these orders in one commit. */
export const insertOrders = (all: Rows[]) =>
  transaction(async (tx) => {
    const one = joined(all);
    await tx.insert(orders).values(one.orders);
    await insertSearchTerms(tx, one.orders);
    await tx.insert(orderItems).values(one.orderItems);
    if (one.payments.length > 0) await tx.insert(payments).values(one.payments);
    if (one.refunds.length > 0) await tx.insert(refunds).values(one.refunds);
    if (one.calls.length > 0) await tx.insert(calls).values(one.calls);
    await tx.insert(paymentEvents).values(one.paymentEvents);
    if (one.transfers.length > 0) await tx.insert(transfers).values(await sealedAlone(tx, one.transfers));
    if (one.mails.length > 0) await tx.insert(mails).values(one.mails);
    if (one.needs.length > 0) await tx.insert(needs).values(one.needs);
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
});
