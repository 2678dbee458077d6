import { recordAudit } from "@/db/audit";
import { orderById } from "@/db/orders";
import { paymentById } from "@/db/payments";
import type { AuditAction, Payment } from "@/db/schema";
import { type Tx, transaction } from "@/db/store";
import { acceptReviewedIn, returnReviewedIn } from "../../payments/refunds/review";
import { Problem } from "../../problem";
import { actorOf, assertMay, type Staff } from "../staff/permissions";

export type ReviewDecision = { why: string; address: string };

/**
 * Counts a payment in review as paid. Throws forbidden, not_found, order_changed if it is no longer in review,
 * order_already_paid, out_of_stock.
 */
export const acceptReviewedByStaff = (staff: Staff, paymentId: string, decision: ReviewDecision, now: Date) =>
  decide(staff, paymentId, decision, { verb: acceptReviewedIn, action: "review_accepted" }, now);

/** Refunds a payment in review in full. Throws forbidden, not_found, order_changed if it is no longer in review. */
export const returnReviewedByStaff = (staff: Staff, paymentId: string, decision: ReviewDecision, now: Date) =>
  decide(staff, paymentId, decision, { verb: returnReviewedIn, action: "review_returned" }, now);

async function decide(
  staff: Staff,
  paymentId: string,
  { why, address }: ReviewDecision,
  { verb, action }: { verb: typeof acceptReviewedIn; action: AuditAction },
  now: Date,
): Promise<Payment> {
  assertMay(staff, "review:decide");
  return transaction(async (tx) => {
    const reviewed = await paymentById(tx, paymentId);
    if (!reviewed) throw new Problem("not_found", "There is no such payment.");
    const before = await standingOf(tx, reviewed);
    const by = actorOf(staff);
    const decided = await verb(tx, reviewed.orderId, { why, by, paymentId }, now);
    const { number, ...after } = await standingOf(tx, decided);
    await recordAudit(tx, {
      actor: by,
      action,
      subject: number,
      detail: {
        payment: paymentId,
        amount: decided.captured - decided.refunded,
        currency: decided.currency,
        why,
        before: { payment: before.payment, order: before.order },
        after,
      },
      address,
      at: now,
    });
    return decided;
  });
}

async function standingOf(tx: Tx, { orderId, status }: Payment) {
  const order = await orderById(tx, orderId);
  return { number: order?.number ?? orderId, payment: status, order: order?.status ?? null };
}
