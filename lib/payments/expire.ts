import { recordEvents } from "@/db/events";
import { itemsOf, lockOrderToCancel, lockOrderToExpire, orderById, writeOrder } from "@/db/orders";
import { endReadyPayments } from "@/db/payments";
import { putBackStock } from "@/db/products";
import type { Order } from "@/db/schema";
import { type Tx, transaction } from "@/db/store";
import { refusalOf } from "./refusal";

// An order ends only when no gateway can still take money for it. A card attempt that was never asked has
// no door to close: Toss takes money only when we ask it to. The lock's guard is the whole question.

/** Ends an open order whose time is over. Undefined when it is being paid, or somebody else ended it. */
export const expire = (orderId: string, now: Date): Promise<Order | undefined> =>
  transaction(async (tx) => {
    const order = await lockOrderToExpire(tx, orderId, now);
    return order && end(tx, order, "expired", now);
  });

/**
 * Cancels an open order, as when its cart changed and another order takes its place. An order that ended
 * without money is left as it is; throws payment_in_progress, order_already_paid or order_held.
 */
export const cancel = (orderId: string, now: Date): Promise<void> =>
  transaction((tx) => cancelIn(tx, orderId, now));

/** The same inside a unit of work of another verb. */
export async function cancelIn(tx: Tx, orderId: string, now: Date) {
  const order = await lockOrderToCancel(tx, orderId);
  if (order) {
    await end(tx, order, "canceled", now);
    return;
  }
  const standing = await orderById(tx, orderId);
  if (standing && standing.status !== "expired" && standing.status !== "canceled")
    throw refusalOf(standing, now);
}

async function end(tx: Tx, order: Order, to: "expired" | "canceled", now: Date) {
  await endReadyPayments(tx, order.id, to);
  await recordEvents(tx, [{ orderId: order.id, kind: `order_${to}`, at: now }]);
  if (!order.stockTaken) return order;
  await putBackStock(tx, await itemsOf(tx, order.id));
  return writeOrder(tx, order.id, { stockTaken: false });
}
