import { recordAudit } from "@/db/audit";
import { orderById } from "@/db/orders";
import { paymentById } from "@/db/payments";
import type { AuditAction, Payment } from "@/db/schema";
import { type Tx, transaction } from "@/db/store";
import { acceptHeldIn, returnHeldIn } from "../../payments/refunds/held";
import { Problem } from "../../problem";
import { actorOf, assertMay, type Staff } from "../staff/permissions";

export type HeldDecision = { why: string; address: string };

/**
 * Counts a held payment as paid. Throws forbidden, not_found, order_changed if it is no longer held,
 * order_already_paid, out_of_stock.
 */
export const acceptHeldByStaff = (staff: Staff, paymentId: string, decision: HeldDecision, now: Date) =>
  decide(staff, paymentId, decision, { verb: acceptHeldIn, action: "held_accepted" }, now);

/** Refunds a held payment in full. Throws forbidden, not_found, order_changed if it is no longer held. */
export const returnHeldByStaff = (staff: Staff, paymentId: string, decision: HeldDecision, now: Date) =>
  decide(staff, paymentId, decision, { verb: returnHeldIn, action: "held_returned" }, now);

async function decide(
  staff: Staff,
  paymentId: string,
  { why, address }: HeldDecision,
  { verb, action }: { verb: typeof acceptHeldIn; action: AuditAction },
  now: Date,
): Promise<Payment> {
  assertMay(staff, "held:decide");
  return transaction(async (tx) => {
    const held = await paymentById(tx, paymentId);
    if (!held) throw new Problem("not_found", "There is no such payment.");
    const before = await standingOf(tx, held);
    const by = actorOf(staff);
    const decided = await verb(tx, held.orderId, { why, by, paymentId }, now);
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
