import { recordEvents } from "@/db/events";
import { queueMail } from "@/db/mails";
import { itemsOf, lockDueOrder, lockEndableOrder, orderById, writeOrder } from "@/db/orders";
import { endReadyPayments, paymentsOf } from "@/db/payments";
import { putBackStock } from "@/db/products";
import type { Order } from "@/db/schema";
import { type Tx, transaction } from "@/db/store";
import { closeAccount } from "./close";
import { refusalOf } from "./refusal";

// An order ends only when no gateway can still take money for it. An attempt that was never asked has no
// door to close: Toss takes money only when we ask it to. A virtual account is a door of its own: it is
// shut first, and the order ends when the gateway has said that it is.

/**
 * Ends an order whose time is over, or shuts the account that keeps it from ending. Undefined when it is
 * being paid, is not due, or still has an account.
 */
export const expire = (orderId: string, now: Date): Promise<Order | undefined> =>
  transaction(async (tx) => {
    const order = await lockDueOrder(tx, orderId, now);
    if (!order || (await closeAccounts(tx, order, now))) return undefined;
    return end(tx, order, "expired", now);
  });

/** Shuts the accounts of an order. True when it has any. */
async function closeAccounts(tx: Tx, order: Order, now: Date) {
  if (order.status !== "waiting_for_deposit") return false;
  const attempts = await paymentsOf(tx, order.id);
  for (const account of attempts.filter(({ status }) => status === "waiting_for_deposit"))
    await closeAccount(tx, account, "order_ended", now);
  return true;
}

/**
 * Cancels an open order, as when its cart changed and another order takes its place. One that waits for a
 * deposit ends as if its time were over. An order that ended without money is left as it is; throws
 * payment_in_progress, order_already_paid or order_held.
 */
export const cancel = (orderId: string, now: Date): Promise<void> =>
  transaction((tx) => cancelIn(tx, orderId, now));

/** The same inside a unit of work of another verb. */
export async function cancelIn(tx: Tx, orderId: string, now: Date) {
  const order = await lockEndableOrder(tx, orderId);
  if (order) {
    if (await closeAccounts(tx, order, now)) await writeOrder(tx, order.id, { expiresAt: now });
    else await end(tx, order, "canceled", now);
    return;
  }
  const standing = await orderById(tx, orderId);
  if (standing && standing.status !== "expired" && standing.status !== "canceled")
    throw refusalOf(standing, now);
}

async function end(tx: Tx, order: Order, to: "expired" | "canceled", now: Date) {
  await endReadyPayments(tx, order.id, to);
  await recordEvents(tx, [{ orderId: order.id, kind: `order_${to}`, at: now }]);
  // Whoever was told an account is told that it is over; the others left before anything was theirs.
  if ((await paymentsOf(tx, order.id)).some((payment) => payment.detail.virtualAccount))
    await queueMail(tx, { orderId: order.id, kind: "canceled", cause: "", sendAt: now, now });
  if (order.stockTaken) await putBackStock(tx, await itemsOf(tx, order.id));
  return writeOrder(tx, order.id, { status: to, stockTaken: false });
}
