import { recordAudit } from "@/db/audit";
import { recordEvents } from "@/db/events";
import { shipOrder } from "@/db/orders";
import type { Payment } from "@/db/schema";
import type { Tx } from "@/db/store";

/**
 * Marks an order as shipped once the money that was captured with it is in the books. `by` is who shipped it. The caller
 * holds the order's lock.
 */
export async function shipCaptured(tx: Tx, { orderId, id }: Payment, by: string, now: Date) {
  const order = await shipOrder(tx, orderId, now);
  if (order?.winnerPaymentId !== id) return;
  await recordEvents(tx, [{ orderId, kind: "order_shipped", detail: { by }, at: now }]);
  await recordAudit(tx, {
    actor: by,
    action: "order_shipped",
    subject: order.number,
    detail: { before: { shipped_at: null }, after: { shipped_at: now.toISOString() } },
    // The address is in the audit row of the capture.
    address: null,
    at: now,
  });
}
