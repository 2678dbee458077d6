import { recordAudit } from "@/db/audit";
import { recordEvents } from "@/db/events";
import { orderById } from "@/db/orders";
import type { Order } from "@/db/schema";
import { type Tx, transaction } from "@/db/store";
import { cancelIn } from "../../payments/ending/expire";
import { Problem } from "../../problem";
import { actorOf, assertMay, type Staff } from "../staff/permissions";

/**
 * Ends an order that nobody has paid, so that its goods are for sale again. Anything that could still take money for
 * it, such as a virtual account waiting for a deposit, is closed first; the order ends once the gateway has confirmed
 * that. Returns the order as it is now. Throws forbidden, not_found, outdated if it has already ended,
 * payment_in_progress, order_already_paid, order_in_review.
 */
export async function endUnpaidOrder(
  staff: Staff,
  orderId: string,
  { why, address }: { why: string; address: string },
  now: Date,
): Promise<Order> {
  assertMay(staff, "orders:write");
  return transaction(async (tx) => {
    const begun = await cancelIn(tx, orderId, now);
    const order = await orderById(tx, orderId);
    if (!order) throw new Problem("not_found", "There is no such order.");
    if (!begun) throw new Problem("outdated", "This order has already ended.");
    await tell(tx, staff, order, { why, address }, now);
    return order;
  });
}

async function tell(
  tx: Tx,
  staff: Staff,
  order: Order,
  { why, address }: { why: string; address: string },
  at: Date,
) {
  const actor = actorOf(staff);
  const action = "unpaid_order_canceled";
  await recordEvents(tx, [{ orderId: order.id, kind: action, detail: { by: actor, why }, at }]);
  const detail = { why, amount: order.amount, currency: order.currency, after: { status: order.status } };
  await recordAudit(tx, { actor, action, subject: order.number, detail, address, at });
}

/** Whether staff may end this order: it is unpaid, no payment for it is in progress, and it is not already ending. */
export const mayEndUnpaid = ({ status, askingPaymentId, endingSince }: Order) =>
  (status === "open" || status === "waiting_for_deposit") && askingPaymentId === null && endingSince === null;
