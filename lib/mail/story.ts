import { cancelRequestById } from "@/db/cancel-requests";
import { disputesOfPayments } from "@/db/disputes";
import { itemsOf, orderById } from "@/db/orders";
import { paymentsOf } from "@/db/payments";
import { refundById } from "@/db/refunds";
import type { CancelRequest, Dispute, Mail, Order, OrderItem, Payment, Refund } from "@/db/schema";
import { db } from "@/db/store";
import { now } from "../clock";
import { orderLink } from "../signing/order-link";

/** What a letter may tell of, as it is now. */
export type Story = {
  order: Order;
  items: OrderItem[];
  payments: Payment[];
  /** The payment the letter is about; its order may have others. */
  payment: Payment | undefined;
  /** The refund that a letter about one is about. */
  refund: Refund | undefined;
  /** The request to cancel that a letter answers. */
  request?: CancelRequest | undefined;
  /** What banks have because cardholders dispute these payments. */
  disputes: Dispute[];
  /** Shows the order in whatever browser the letter is read. */
  link: string;
};

/** Reads what a letter tells of at the moment it is sent, so that it never tells what was so once. */
export async function storyOf({ orderId, paymentId, kind, cause }: Mail): Promise<Story> {
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
    // Letters are forwarded: only the one that asks for something to be done lets its reader do it.
    link: await orderLink(order, kind === "refund_account" ? "act" : "read", now()),
  };
}
