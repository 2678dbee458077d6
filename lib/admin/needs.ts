import { recordAudit } from "@/db/audit";
import { isDisputed } from "@/db/disputes";
import { recordEvents } from "@/db/events";
import { lockOrder } from "@/db/orders";
import { clearNeed, paymentById } from "@/db/payments";
import type { Payment } from "@/db/schema";
import { type Tx, transaction } from "@/db/store";
import { isOverdrawn } from "../payments/held";
import { hasStuckCall } from "../payments/stuck";
import { Problem } from "../problem";
import { actorOf, assertMay, type Staff } from "./staff";

export type SettledNeed = {
  /** Why it needed a person, as they were shown it. */
  shown: string;
  /** What they found and did. */
  note: string;
  address: string;
};

/**
 * A person says that what needed one is done. Refused while the books themselves say that it is not: then there is
 * another verb for it. Throws forbidden, not_found, outdated when it is not what was shown, need_stands.
 */
export async function settleNeed(
  staff: Staff,
  paymentId: string,
  { shown, note, address }: SettledNeed,
  now: Date,
): Promise<Payment> {
  assertMay(staff, "held:decide");
  return transaction(async (tx) => {
    const known = await paymentById(tx, paymentId);
    const order = known && (await lockOrder(tx, known.orderId));
    if (!order) throw new Problem("not_found", "There is no such payment.");
    const payment = await clearNeed(tx, paymentId, shown);
    if (!payment) throw new Problem("outdated", "It does not say that any more: look at it again.");
    const stands = await whatStands(tx, payment);
    if (stands) throw new Problem("need_stands", stands);
    const actor = actorOf(staff);
    await recordEvents(tx, [
      { orderId: order.id, paymentId, kind: "need_settled", detail: { why: shown, by: actor }, at: now },
    ]);
    await recordAudit(tx, {
      actor,
      action: "need_settled",
      subject: order.number,
      detail: { payment: paymentId, note, before: { needs_person: shown }, after: { needs_person: null } },
      address,
      at: now,
    });
    return payment;
  });
}

/** What still needs a person, whatever they say; undefined when nothing does. */
async function whatStands(tx: Tx, payment: Payment): Promise<string | undefined> {
  if (payment.status === "held") return "Held money must be accepted or returned.";
  if (await hasStuckCall(tx, payment.id))
    return "What was asked of the gateway must be asked again, or given up.";
  if (isOverdrawn(payment)) return "More is given back or promised than was taken.";
  // What a cardholder's bank has, nobody can give back.
  if (isOwed(payment) && !(await isDisputed(tx, payment.id)))
    return "Money of this payment is owed to its shopper, and nobody gives it back.";
  return undefined;
}

/** What was taken and never sold goes back, and nothing of it is left over. */
const isOwed = ({ credited, captured, refunded, refundPending }: Payment) =>
  credited !== null && credited !== "sales" && captured > refunded + refundPending;
