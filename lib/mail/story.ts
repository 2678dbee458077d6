import { itemsOf, orderById } from "@/db/orders";
import { paymentsOf } from "@/db/payments";
import { refundById } from "@/db/refunds";
import type { Mail, Order, OrderItem, Payment, Refund } from "@/db/schema";
import { db } from "@/db/store";

/** What a letter may tell of, as it is now. */
export type Story = {
  order: Order;
  items: OrderItem[];
  payments: Payment[];
  /** The payment the letter is about; its order may have others. */
  payment: Payment | undefined;
  /** The refund that a letter about one is about. */
  refund: Refund | undefined;
};

/** Reads what a letter tells of at the moment it is sent, so that it never tells what was so once. */
export async function storyOf({ orderId, paymentId, kind, cause }: Mail): Promise<Story> {
  const [order, items, payments, refund] = await Promise.all([
    orderById(db, orderId),
    itemsOf(db, orderId),
    paymentsOf(db, orderId),
    kind === "refunded" ? refundById(db, cause) : undefined,
  ]);
  if (!order) throw new Error(`There is no order ${orderId}.`);
  return { order, items, payments, payment: payments.find(({ id }) => id === paymentId), refund };
}
