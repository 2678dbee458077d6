import { recordAudit } from "@/db/audit";
import { recordEvents } from "@/db/events";
import { dropMails } from "@/db/mails";
import { lockOrder, orderById, shipOrder, unshipOrder, writeOrder } from "@/db/orders";
import { paymentById } from "@/db/payments";
import type { Order, Payment } from "@/db/schema";
import { db, type Tx, transaction } from "@/db/store";
import type { Courier, Parcel } from "@/lib/contracts/couriers";
import { hasDelivery } from "@/lib/has-delivery";
import type { KeyedRequest } from "../../http/idempotency";
import { recordShipped } from "../../payments/engine/record-shipped";
import { releaseStock } from "../../payments/engine/release-stock";
import { type Balance, refundable } from "../../payments/view/present";
import { Problem } from "../../problem";
import { env } from "../../settings/env";
import { actorOf, assertMay, type Staff } from "../staff/permissions";
import { captureAndShip } from "./capture";

export type Shipping = {
  shipped: boolean;
  /** What it is shipped with, if staff say so. */
  courier?: Courier | undefined;
  trackingNumber?: string | undefined;
  /** The IP address staff act from. */
  address: string;
};

/**
 * Marks an order as shipped, or undoes that, as `markShipped` does. If the shop captures on shipment and the order is
 * authorized, captures the money in the same act, and returns its payment: the order is shipped once that is captured.
 * Throws what `markShipped` and `captureAndShip` throw.
 */
export async function ship(
  staff: Staff,
  orderId: string,
  { keyed, ...wish }: Shipping & { keyed: KeyedRequest | undefined },
  now: Date,
): Promise<Payment | undefined> {
  const order = wish.shipped && env().captureOnShipment ? await orderById(db, orderId) : undefined;
  if (order?.status === "authorized") {
    assertHasDelivery(order);
    return captureAndShip(staff, order, { keyed, address: wish.address, parcel: parcelIn(wish) });
  }
  await markShipped(staff, orderId, wish, now);
  return undefined;
}

/**
 * Marks a paid order as shipped, or undoes that; the shopper gets a letter. Repeating it changes nothing, except that a
 * shipped order takes another courier or tracking number. An order that is refunded in full, or about to be, cannot be
 * shipped. Throws forbidden, not_found, order_not_paid, order_refunded, nothing_to_deliver.
 */
export async function markShipped(staff: Staff, orderId: string, wish: Shipping, now: Date): Promise<Order> {
  assertMay(staff, "orders:write");
  return transaction(async (tx) => {
    const order = await lockOrder(tx, orderId);
    if (!order) throw new Problem("not_found", "There is no such order.");
    return wish.shipped
      ? markAsShipped(tx, staff, order, wish, now)
      : undoShipped(tx, staff, order, wish, now);
  });
}

async function markAsShipped(tx: Tx, staff: Staff, order: Order, wish: Shipping, now: Date): Promise<Order> {
  if (order.status !== "paid")
    throw new Problem(
      "order_not_paid",
      order.status === "authorized"
        ? "The money for this order is only on hold. Capture it before you ship the order."
        : "Only a paid order can be marked as shipped.",
    );
  await assertNotRefunded(tx, order);
  assertHasDelivery(order);
  const parcel = parcelIn(wish);
  const written =
    order.shippedAt === null
      ? await shipOrder(tx, order.id, now, parcel)
      : isAnother(parcel, order) && (await writeOrder(tx, order.id, parcel));
  if (!written) return order;
  const before = order.shippedAt === null ? null : order;
  await recordShipped(tx, written, { by: actorOf(staff), address: wish.address, before }, now);
  return written;
}

async function undoShipped(tx: Tx, staff: Staff, order: Order, { address }: Shipping, now: Date) {
  const written = await unshipOrder(tx, order.id);
  if (!written) return order;
  // An order that ended while marked as shipped kept its stock until now.
  if (isOver(written)) await writeOrder(tx, order.id, await releaseStock(tx, written));
  await dropMails(tx, order.id, "shipped");
  const actor = actorOf(staff);
  const action = "order_unshipped";
  await recordEvents(tx, [{ orderId: order.id, kind: action, detail: { by: actor }, at: now }]);
  const detail = {
    before: { shipped_at: order.shippedAt?.toISOString() ?? null },
    after: { shipped_at: null },
  };
  await recordAudit(tx, { actor, action, subject: order.number, detail, address, at: now });
  return written;
}

const parcelIn = ({ courier, trackingNumber }: Shipping): Parcel => ({
  courier: courier ?? null,
  trackingNumber: trackingNumber ?? null,
});

/** Whether staff name a parcel, and not the one that is stored. */
const isAnother = (parcel: Parcel, stored: Parcel) =>
  parcel.courier !== null &&
  (parcel.courier !== stored.courier || parcel.trackingNumber !== stored.trackingNumber);

const isOver = ({ status }: Order) => status === "expired" || status === "canceled";

function assertHasDelivery(order: Order) {
  if (!hasDelivery(order))
    throw new Problem("nothing_to_deliver", "This order has no address, so there is nothing to ship.");
}

async function assertNotRefunded(tx: Tx, order: Order) {
  const winner = order.winnerPaymentId ? await paymentById(tx, order.winnerPaymentId) : undefined;
  if (!maySendOff(order, winner))
    throw new Problem("order_refunded", "This order has been refunded in full, or is being refunded.");
}

/** Whether a paid order may be shipped: it already was, some of its money is not refunded, or it cost nothing. */
export const maySendOff = ({ status, shippedAt, amount }: Order, winner: Balance | undefined) =>
  status === "paid" && (shippedAt !== null || (winner ? refundable(winner) > 0 : amount === 0));
