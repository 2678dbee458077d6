import { shipOrder } from "@/db/orders";
import type { Payment } from "@/db/schema";
import type { Tx } from "@/db/store";
import type { Parcel } from "@/lib/contracts/couriers";
import { recordShipped } from "./record-shipped";

/**
 * Marks an order as shipped once the money that was captured with it is in the books. `by` is who shipped it. The caller
 * holds the order's lock.
 */
export async function shipCaptured(tx: Tx, { orderId, id }: Payment, by: string, parcel: Parcel, now: Date) {
  const order = await shipOrder(tx, orderId, now, parcel);
  if (order?.winnerPaymentId !== id) return;
  // The address is in the audit row of the capture.
  await recordShipped(tx, order, { by, address: null, before: null }, now);
}
