import type { Payment } from "@/db/schema";
import { type KeyedRequest, madeBefore } from "../../http/idempotency";
import { acquirePayment } from "../../payments/capture/acquire";
import { callerWaitMs, currentPayment } from "../../payments/engine/wait";
import { actorOf, assertMay, type Staff } from "../staff/permissions";
import { chosenPayment } from "./chosen-payment";

/**
 * Has a card payment acquired, for staff. Returns the payment as it is then; the same key returns the same payment. Throws
 * forbidden, not_found, and what `acquirePayment` throws.
 */
export async function acquireByStaff(
  staff: Staff,
  paymentId: string,
  { keyed, address }: { keyed: KeyedRequest; address: string },
): Promise<Payment> {
  assertMay(staff, "captures:write");
  const before = await madeBefore(keyed);
  if (before !== undefined) return currentPayment(before);
  const { payment, order } = await chosenPayment(paymentId);
  const actor = actorOf(staff);
  return acquirePayment({
    paymentId,
    requestedBy: actor,
    keyed,
    audit: {
      actor,
      action: "acquire_asked",
      subject: order.number,
      detail: { payment: paymentId, amount: payment.captured, currency: payment.currency },
      address,
    },
    waitMs: callerWaitMs,
  });
}
