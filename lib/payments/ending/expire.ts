import { latestCancelRequest } from "@/db/cancel-requests";
import { recordEvents } from "@/db/events";
import { queueMail } from "@/db/mails";
import { lockDueOrder, lockEndableOrder, orderById, writeOrder } from "@/db/orders";
import { paymentsOf } from "@/db/payments";
import type { Order } from "@/db/schema";
import { type Tx, transaction } from "@/db/store";
import { isGivenUp } from "../engine/cancel-granted";
import { closeSurfaces, endAttempts } from "../engine/close";
import { endNeeds } from "../engine/needs";
import { releaseStock } from "../engine/release-stock";
import { refusalOf } from "../view/refusal";

// An order ends only when no gateway can still take money for it. An attempt that takes money only at our request has
// no surface and ends at once. A surface is closed first, and the order ends once the gateway has confirmed that.

/**
 * Ends an expired order, or closes the surfaces that keep it from ending. Undefined if the order is being paid, is not due,
 * or still has a surface.
 */
export const expire = (orderId: string, now: Date): Promise<Order | undefined> =>
  transaction(async (tx) => {
    const order = await lockDueOrder(tx, orderId, now);
    if (!order) return undefined;
    // The shopper canceled the order, so they no longer owe the payment: a late deposit is refunded.
    const to = isGivenUp(await latestCancelRequest(tx, order.id)) ? "canceled" : "expired";
    await endAttempts(tx, order.id, to, now);
    if (await closeSurfaces(tx, await paymentsOf(tx, order.id), "order_ended", now)) {
      await writeOrder(tx, order.id, { endingSince: order.endingSince ?? now });
      return undefined;
    }
    return end(tx, order, to, now);
  });

/**
 * Cancels an open order, for example because its cart changed and another order replaces it. An order with a surface ends
 * like an expired one, once the surface is closed. An order that ended without money is left as it is. Throws
 * `payment_in_progress`, `order_already_paid` or `order_in_review`.
 */
export const cancel = (orderId: string, now: Date): Promise<boolean> =>
  transaction((tx) => cancelIn(tx, orderId, now));

/** Like `cancel`, in the caller's transaction. False if the order had already ended. */
export async function cancelIn(tx: Tx, orderId: string, now: Date): Promise<boolean> {
  const order = await lockEndableOrder(tx, orderId);
  if (order) {
    await endAttempts(tx, order.id, "canceled", now);
    if (await closeSurfaces(tx, await paymentsOf(tx, order.id), "order_ended", now))
      await writeOrder(tx, order.id, { expiresAt: now, endingSince: order.endingSince ?? now });
    else await end(tx, order, "canceled", now);
    return true;
  }
  const standing = await orderById(tx, orderId);
  if (standing && standing.status !== "expired" && standing.status !== "canceled")
    throw refusalOf(standing, now);
  return false;
}

async function end(tx: Tx, order: Order, to: "expired" | "canceled", now: Date) {
  await recordEvents(tx, [{ orderId: order.id, kind: `order_${to}`, at: now }]);
  // Shoppers who were given a virtual account hear that it is closed; others had nothing to pay into.
  if ((await paymentsOf(tx, order.id)).some((payment) => payment.detail.virtualAccount))
    await queueMail(tx, { orderId: order.id, kind: "canceled", cause: "", sendAt: now, now });
  const { stockTaken } = await releaseStock(tx, order);
  await endNeeds(tx, order.id, now);
  return writeOrder(tx, order.id, { status: to, endingSince: null, stockTaken });
}
