import { recordAudit } from "@/db/audit";
import { recordEvents } from "@/db/events";
import { dropMails, queueMail } from "@/db/mails";
import type { Order } from "@/db/schema";
import type { Tx } from "@/db/store";

/** How long the letter waits, in milliseconds, so that a slip that is undone at once reaches nobody. */
const undoMs = 60_000;

type Act = {
  /** Who shipped it, such as `staff:<id>`, and from which IP address. */
  by: string;
  address: string | null;
  /** The order as it was, if it was shipped already and only its parcel changed. */
  before: Pick<Order, "shippedAt" | "courier"> | null;
};

/**
 * Records that an order was shipped, or what it was shipped with, and queues the letter to the shopper. The tracking
 * number is not in the audit log, which cannot be erased. The caller holds the order's lock.
 */
export async function recordShipped(tx: Tx, order: Order, { by, address, before }: Act, now: Date) {
  const { courier, trackingNumber } = order;
  const parcel = { ...(courier && { courier }), ...(trackingNumber && { tracking_number: trackingNumber }) };
  await recordEvents(tx, [{ orderId: order.id, kind: "order_shipped", detail: { by, ...parcel }, at: now }]);
  await recordAudit(tx, {
    actor: by,
    action: "order_shipped",
    subject: order.number,
    detail: {
      before: { shipped_at: before?.shippedAt?.toISOString() ?? null, ...courierOf(before) },
      after: { shipped_at: order.shippedAt?.toISOString() ?? null, ...courierOf(order) },
    },
    address,
    at: now,
  });
  await dropMails(tx, order.id, "shipped");
  await queueMail(tx, {
    orderId: order.id,
    kind: "shipped",
    cause: `#${order.version}`,
    sendAt: new Date(now.getTime() + undoMs),
    now,
  });
}

const courierOf = (order: Pick<Order, "courier"> | null) =>
  order?.courier ? { courier: order.courier } : {};
