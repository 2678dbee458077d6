import { cancelRequestById } from "@/db/cancel-requests";
import { disputesOfPayments } from "@/db/disputes";
import { itemsOf, orderById } from "@/db/orders";
import { paymentsOf } from "@/db/payments";
import { refundById } from "@/db/refunds";
import type { CancelRequest, Dispute, Mail, Order, OrderItem, Payment, Refund } from "@/db/schema";
import { db } from "@/db/store";

/** The current data a letter is about. */
export type Facts = {
  order: Order;
  items: OrderItem[];
  payments: Payment[];
  /** The payment the letter is about; the order may have others. */
  payment: Payment | undefined;
  /** The refund, for a letter about one. */
  refund: Refund | undefined;
  /** The cancel request, for a letter that answers one. */
  request?: CancelRequest | undefined;
  /** The disputes about these payments. */
  disputes: Dispute[];
};

/** Reads what a letter is about as it is now. Not inside a unit of work. */
export async function factsOf({ orderId, paymentId, kind, cause }: Mail): Promise<Facts> {
  const [order, items, payments, refund, request] = await Promise.all([
    orderById(db, orderId),
    itemsOf(db, orderId),
    paymentsOf(db, orderId),
    kind === "refunded" || kind === "refund_account" ? refundById(db, cause.split("#")[0] ?? "") : undefined,
    kind === "cancel_declined" ? cancelRequestById(db, cause) : undefined,
  ]);
  if (!order) throw new Error(`There is no order ${orderId}.`);
  return {
    order,
    items,
    payments,
    payment: payments.find(({ id }) => id === paymentId),
    refund,
    request,
    disputes: await disputesOfPayments(
      db,
      payments.map(({ id }) => id),
    ),
  };
}
