import { latestCancelRequest } from "@/db/cancel-requests";
import { recordEvents } from "@/db/events";
import { queueMail } from "@/db/mails";
import { lockDueOrder, lockEndableOrder, orderById, writeOrder } from "@/db/orders";
import { paymentsOf } from "@/db/payments";
import type { Order } from "@/db/schema";
import { type Tx, transaction } from "@/db/store";
import { isGivenUp } from "../engine/cancel-granted";
import { closeDoors, endAttempts } from "../engine/close";
import { endNeeds } from "../engine/needs";
import { releaseStock } from "../engine/release-stock";
import { refusalOf } from "../view/refusal";

// An order ends only when no gateway can still take money for it. An attempt that takes money only when we ask for
// it has no door to close and ends at once; what has one is shut first, and the order ends when the gateway has said
// that it is.

/**
 * Ends an order whose time is over, or shuts the doors that keep it from ending. Undefined when it is being paid, is
 * not due, or still has a door.
 */
export const expire = (orderId: string, now: Date): Promise<Order | undefined> =>
  transaction(async (tx) => {
    const order = await lockDueOrder(tx, orderId, now);
    if (!order) return undefined;
    // What its shopper gave up is not theirs to pay any more: a deposit that comes late goes back.
    const to = isGivenUp(await latestCancelRequest(tx, order.id)) ? "canceled" : "expired";
    await endAttempts(tx, order.id, to, now);
    if (await closeDoors(tx, order.id, "order_ended", now)) {
      await writeOrder(tx, order.id, { endingSince: order.endingSince ?? now });
      return undefined;
    }
    return end(tx, order, to, now);
  });

/**
 * Cancels an open order, as when its cart changed and another order takes its place. One that has a door ends as if
 * its time were over, once that is shut. An order that ended without money is left as it is; throws
 * payment_in_progress, order_already_paid or order_held.
 */
export const cancel = (orderId: string, now: Date): Promise<boolean> =>
  transaction((tx) => cancelIn(tx, orderId, now));

/** The same inside a unit of work of another verb. False for an order that had ended already. */
export async function cancelIn(tx: Tx, orderId: string, now: Date): Promise<boolean> {
  const order = await lockEndableOrder(tx, orderId);
  if (order) {
    await endAttempts(tx, order.id, "canceled", now);
    if (await closeDoors(tx, order.id, "order_ended", now))
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
  // Whoever was told an account is told that it is over; the others left before anything was theirs.
  if ((await paymentsOf(tx, order.id)).some((payment) => payment.detail.virtualAccount))
    await queueMail(tx, { orderId: order.id, kind: "canceled", cause: "", sendAt: now, now });
  const { stockTaken } = await releaseStock(tx, order);
  await endNeeds(tx, order.id, now);
  return writeOrder(tx, order.id, { status: to, endingSince: null, stockTaken });
}
