import { count, like } from "drizzle-orm";
import { calls, mails, orderItems, orders, paymentEvents, payments, refunds, transfers } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { env } from "@/lib/env";
import { believableOrder, madeUp, type Rows } from "./order";

/** The most rows that one commit writes. */
const rowsAtOnce = 500;

/**
 * Fills the shop with orders that somebody might have made within the last year, up to this many: those of an earlier
 * run stay, and what is missing is added. The same seed makes the same orders. Throws where money is real.
 */
export async function seedOrders(
  upTo: number,
  now: Date,
  { seed = 1, onCommit = (_made: number) => {} } = {},
) {
  if (env().live) throw new Error("Made-up orders do not belong in a shop whose keys are live.");
  const [there] = await db
    .select({ n: count() })
    .from(orders)
    .where(like(orders.id, `${madeUp}%`));
  const before = there?.n ?? 0;
  let batch: Rows[] = [];
  let size = 0;
  let made = before;
  const write = async () => {
    const rows = batch;
    batch = [];
    size = 0;
    await insertOrders(rows);
    onCommit(made);
  };
  for (let n = before; n < upTo; n += 1) {
    const rows = believableOrder(seed, n, now);
    if (size + sizeOf(rows) > rowsAtOnce) await write();
    batch.push(rows);
    size += sizeOf(rows);
    made += 1;
  }
  if (batch.length > 0) await write();
  return made - before;
}

const sizeOf = (rows: Rows) => Object.values(rows).reduce((sum, of) => sum + of.length, 0);

/** Writes down these orders in one commit. */
export const insertOrders = (all: Rows[]) =>
  transaction(async (tx) => {
    const one = joined(all);
    await tx.insert(orders).values(one.orders);
    await tx.insert(orderItems).values(one.orderItems);
    if (one.payments.length > 0) await tx.insert(payments).values(one.payments);
    if (one.refunds.length > 0) await tx.insert(refunds).values(one.refunds);
    if (one.calls.length > 0) await tx.insert(calls).values(one.calls);
    await tx.insert(paymentEvents).values(one.paymentEvents);
    if (one.transfers.length > 0) await tx.insert(transfers).values(one.transfers);
    if (one.mails.length > 0) await tx.insert(mails).values(one.mails);
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
});
