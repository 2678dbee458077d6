import { transfersOf } from "@/db/books";
import { callsOf } from "@/db/calls";
import { disputesOfPayments } from "@/db/disputes";
import { openNeedsOfOrder } from "@/db/needs";
import { itemsOf, orderById } from "@/db/orders";
import { paymentsOf } from "@/db/payments";
import { refundsOf } from "@/db/refunds";
import type { Call, Dispute, Need, Order, OrderItem, Payment, Refund, Transfer } from "@/db/schema";
import { db } from "@/db/store";
import { failedNewsOf } from "@/db/unknown";

/** Everything recorded about one order. */
export type Books = {
  order: Order;
  items: OrderItem[];
  payments: Payment[];
  refunds: Refund[];
  disputes: Dispute[];
  calls: Call[];
  transfers: Transfer[];
  /** What waits for an operator. */
  needs: Need[];
  /** Webhooks about its payments that could not be processed. */
  failedNews: { paymentId: string; receivedAt: Date; note: string | null }[];
};

/**
 * The books of an order as of one commit. Every change of them increments the order's version first, so the same
 * version before and after means that nothing changed in between.
 */
export async function readBooks(orderId: string): Promise<Books> {
  for (let tries = 0; tries < 10; tries += 1) {
    const order = await orderById(db, orderId);
    if (!order) throw new Error(`There is no order ${orderId}.`);
    const payments = await paymentsOf(db, orderId);
    const books = {
      order,
      payments,
      items: await itemsOf(db, orderId),
      refunds: (await Promise.all(payments.map((payment) => refundsOf(db, payment.id)))).flat(),
      disputes: await disputesOfPayments(
        db,
        payments.map(({ id }) => id),
      ),
      calls: (await Promise.all(payments.map((payment) => callsOf(db, payment.id)))).flat(),
      transfers: await transfersOf(db, orderId),
      needs: await openNeedsOfOrder(db, orderId),
      failedNews: await failedNewsOf(
        db,
        payments.map(({ id }) => id),
      ),
    };
    if ((await orderById(db, orderId))?.version === order.version) return books;
  }
  throw new Error(`The order ${orderId} changes faster than it can be read.`);
}
