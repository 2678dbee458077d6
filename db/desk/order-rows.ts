import { inArray, sql } from "drizzle-orm";
import { disputes, orders, payments } from "../schema";
import type { Reader } from "../store";

// What lists show of their orders, once it is known which orders those are.

/** What these orders cost in all, in minor units. */
export const sumsOfOrders = async (db: Reader, ids: string[]) =>
  ids.length === 0
    ? []
    : db
        .select({
          currency: orders.currency,
          live: orders.live,
          amount: sql`sum(${orders.amount})`.mapWith(Number),
          count: sql`count(*)`.mapWith(Number),
        })
        .from(orders)
        .where(inArray(orders.id, ids))
        .groupBy(orders.currency, orders.live);

/** These orders as lists show them, unsorted. */
export const listedOrders = (db: Reader, ids: string[]) =>
  db
    .select({
      id: orders.id,
      number: orders.number,
      name: orders.name,
      status: orders.status,
      amount: orders.amount,
      shipping: orders.shipping,
      currency: orders.currency,
      live: orders.live,
      customerName: orders.customerName,
      customerEmail: orders.customerEmail,
      customerPhone: orders.customerPhone,
      shippingAddress: orders.shippingAddress,
      winnerPaymentId: orders.winnerPaymentId,
      gateway: orders.gateway,
      method: orders.method,
      createdAt: orders.createdAt,
      paidAt: orders.paidAt,
      shippedAt: orders.shippedAt,
      courier: orders.courier,
      trackingNumber: orders.trackingNumber,
    })
    .from(orders)
    .where(inArray(orders.id, ids));

/** The parts of these orders' payments that lists show. */
export const listedPayments = (db: Reader, orderIds: string[]) =>
  db
    .select({
      id: payments.id,
      orderId: payments.orderId,
      gateway: payments.gateway,
      currency: payments.currency,
      captured: payments.captured,
      refunded: payments.refunded,
      taxFree: payments.taxFree,
      taxFreeRefunded: payments.taxFreeRefunded,
    })
    .from(payments)
    .where(inArray(payments.orderId, orderIds));

/** The states of these payments' disputes. */
export const listedDisputes = async (db: Reader, paymentIds: string[]) =>
  paymentIds.length === 0
    ? []
    : db
        .select({ paymentId: disputes.paymentId, state: disputes.state })
        .from(disputes)
        .where(inArray(disputes.paymentId, paymentIds));
