import type { Payment } from "@/db/schema";
import type { KeyedRequest } from "../../http/idempotency";
import { voidOrder } from "../../payments/refunds/refund-by-number";
import { actorOf, assertMay, type Staff } from "../staff/permissions";
import { chosenPayment } from "./chosen-payment";

/**
 * Voids a payment that was authorized but not captured. No money moves, so no limit applies. Returns the payment as it
 * is now. Throws forbidden, not_found, payment_not_open, idempotency_key_reused.
 */
export async function voidByStaff(
  staff: Staff,
  paymentId: string,
  { reason, keyed, address }: { reason: string; keyed: KeyedRequest; address: string },
): Promise<Payment> {
  assertMay(staff, "refunds:write");
  const { payment, order } = await chosenPayment(paymentId);
  const wish = { amount: undefined, reason, keyed, address, actor: actorOf(staff) };
  return (await voidOrder(order, payment, wish)).payment;
}
