import { orderById } from "@/db/orders";
import { paymentById } from "@/db/payments";
import type { Payment } from "@/db/schema";
import { db } from "@/db/store";
import type { CashReceiptType } from "../../contracts/cash-receipts";
import { type KeyedRequest, madeBefore } from "../../http/idempotency";
import { callerWaitMs, currentPayment } from "../../payments/engine/wait";
import { issueReceipt } from "../../payments/receipts/issue-receipt";
import { Problem } from "../../problem";
import { actorOf, assertMay, type Staff } from "../staff/permissions";

type Wish = { type: CashReceiptType; registrationNumber: string; keyed: KeyedRequest; address: string };

/**
 * Issues a cash receipt for a shopper who forgot to ask for one, for staff. Returns the payment as it is then; the same
 * key returns the same payment. Throws forbidden, not_found, and what `issueReceipt` throws.
 */
export async function issueReceiptByStaff(
  staff: Staff,
  paymentId: string,
  { type, registrationNumber, keyed, address }: Wish,
): Promise<Payment> {
  assertMay(staff, "orders:write");
  const before = await madeBefore(keyed);
  if (before !== undefined) return currentPayment(before);
  const payment = await paymentById(db, paymentId);
  const order = payment && (await orderById(db, payment.orderId));
  if (!payment || !order) throw new Problem("not_found", "There is no such payment.");
  const actor = actorOf(staff);
  return issueReceipt({
    paymentId,
    type,
    registrationNumber,
    requestedBy: actor,
    keyed,
    // The number is in no log.
    audit: {
      actor,
      action: "receipt_asked",
      subject: order.number,
      detail: { payment: paymentId, currency: payment.currency },
      address,
    },
    waitMs: callerWaitMs,
  });
}
