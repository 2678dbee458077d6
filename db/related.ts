import { and, desc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import {
  type Call,
  type CancelRequest,
  calls,
  cancelRequests,
  disputes,
  needs,
  orders,
  payments,
  refunds,
} from "./schema";
import { statement } from "./statement";
import type { Reader } from "./store";

/** What an order and one of its payments have besides their rows. Most have none of it, and then nothing need be read. */
export type Related = {
  /** The payment's calls without a final answer, including stuck ones that wait for staff. */
  calls: Call[];
  /** How many attempts the order has, this payment included. */
  attempts: number;
  /** How many of the order's needs are open. */
  openNeeds: number;
  /** The state of the order's latest cancel request. */
  cancelRequest: CancelRequest["state"] | null;
  /** How many refunds the payment has, in any state. */
  refunds: number;
  /** Whether a bank holds the payment's money, or gave it to the cardholder. */
  isDisputed: boolean;
};

/** Reads in one statement what an order and one of its payments have. The caller holds the order's lock. */
export async function relatedTo(db: Reader, orderId: string, paymentId: string): Promise<Related> {
  const rows = await read(db, orderId, paymentId);
  const [one] = rows;
  if (!one) throw new Error(`There is no order ${orderId}.`);
  return {
    calls: rows.flatMap(({ call }) => call ?? []),
    attempts: one.attempts,
    openNeeds: one.openNeeds,
    cancelRequest: one.cancelRequest,
    refunds: one.refunds,
    isDisputed: one.disputes > 0,
  };
}

const read = statement((db: Reader, orderId: SQL<string>, paymentId: SQL<string>) => {
  const count = (rows: SQL) => sql`(SELECT count(*) FROM ${rows})`.mapWith(Number);
  const latest = db
    .select({ state: cancelRequests.state })
    .from(cancelRequests)
    .where(eq(cancelRequests.orderId, orderId))
    .orderBy(desc(cancelRequests.createdAt), desc(cancelRequests.id))
    .limit(1);
  return db
    .select({
      call: calls,
      attempts: count(sql`${payments} WHERE ${eq(payments.orderId, orderId)}`),
      openNeeds: count(sql`${needs} WHERE ${and(eq(needs.orderId, orderId), isNull(needs.closedAt))}`),
      cancelRequest: sql<CancelRequest["state"] | null>`${latest}`,
      refunds: count(sql`${refunds} WHERE ${eq(refunds.paymentId, paymentId)}`),
      disputes: count(
        sql`${disputes} WHERE ${and(eq(disputes.paymentId, paymentId), inArray(disputes.state, ["open", "lost"]))}`,
      ),
    })
    .from(orders)
    .leftJoin(calls, and(eq(calls.paymentId, paymentId), inArray(calls.state, ["pending", "stuck"])))
    .where(eq(orders.id, orderId));
});
