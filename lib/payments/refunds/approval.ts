import { recordEvents } from "@/db/events";
import { lockOrder } from "@/db/orders";
import { paymentById, writePayment } from "@/db/payments";
import { decideRefund, refundById } from "@/db/refunds";
import type { Payment, Refund } from "@/db/schema";
import type { Tx } from "@/db/store";
import { Problem } from "../../problem";
import { grantIfAllGoesBack } from "../engine/cancel-granted";
import { endNeeds } from "../engine/needs";
import {
  askForAccount,
  askNextRefund,
  assertNotDisputed,
  assertTakesRefund,
  stateOnceAgreed,
} from "../engine/reserve-refund";

// A refund that waits for a second person has its money reserved but is not sent to the gateway.

/** A decided refund; `fresh` is false if the same person had already made the same decision. */
export type Decided = { refund: Refund; fresh: boolean };

/**
 * Approves a refund that somebody else requested; it is then sent like any other. A repeat by the same person changes
 * nothing. Throws `not_found`, `refund_own`, `outdated`, `payment_disputed`, `refund_window_closed`,
 * `partial_refund_not_possible`.
 */
export async function agree(tx: Tx, refundId: string, actor: string, now: Date): Promise<Decided> {
  const { refund: standing, payment } = await lockedRefund(tx, refundId);
  if (standing.decidedBy === actor && !endsUnasked.has(standing.failureCode))
    return { refund: standing, fresh: false };
  await assertNotDisputed(tx, payment);
  assertTakesRefund(payment, standing.amount, now);
  const refund = await decideRefund(
    tx,
    refundId,
    { actor, asked: "somebody else" },
    { state: stateOnceAgreed(payment, standing), decidedAt: now },
  );
  if (!refund) throw refusalOf(standing, actor);
  await recordEvents(tx, [
    { ...about(refund), kind: "refund_approved", detail: { ...told(refund), by: actor }, at: now },
    // From here on the shopper can see the refund.
    {
      ...about(refund),
      kind: "refund_reserved",
      detail: { ...told(refund), by: refund.requestedBy },
      at: now,
    },
  ]);
  if (refund.state === "waiting_for_account") await askForAccount(tx, payment, refund, now);
  await askNextRefund(tx, payment, now);
  await grantIfAllGoesBack(tx, payment, actor, now);
  await endNeeds(tx, refund.orderId, now, { by: actor, how: "decided" });
  return { refund, fresh: true };
}

/** Why a refund was never sent: a second person rejected it, or its requester withdrew it. */
export type Unasked = "not_approved" | "withdrawn";

/**
 * Ends a refund that waits for a second person and releases its money. Throws `not_found`, `refund_own`, `outdated`,
 * and `forbidden` if somebody else withdraws it.
 */
export async function endUnasked(
  tx: Tx,
  refundId: string,
  actor: string,
  code: Unasked,
  why: string,
  now: Date,
): Promise<Decided> {
  const { refund: standing, payment } = await lockedRefund(tx, refundId);
  if (standing.decidedBy === actor && standing.failureCode === code)
    return { refund: standing, fresh: false };
  const refund = await decideRefund(
    tx,
    refundId,
    { actor, asked: code === "withdrawn" ? "themselves" : "somebody else" },
    { state: "failed", failureCode: code, account: null, decidedAt: now, doneAt: now },
  );
  if (!refund) throw refusalOf(standing, actor);
  const freed = { refundPending: payment.refundPending - refund.amount };
  if (!(await writePayment(tx, payment.id, payment.version, freed)))
    throw new Error(`The payment ${payment.id} changed under its lock.`);
  const kind = code === "withdrawn" ? "refund_withdrawn" : "refund_rejected";
  await recordEvents(tx, [{ ...about(refund), kind, detail: { ...told(refund), by: actor, why }, at: now }]);
  await endNeeds(tx, refund.orderId, now, { by: actor, how: "decided" });
  return { refund, fresh: true };
}

const endsUnasked: ReadonlySet<string | null> = new Set<Unasked>(["not_approved", "withdrawn"]);

async function lockedRefund(tx: Tx, refundId: string): Promise<{ refund: Refund; payment: Payment }> {
  const known = await refundById(tx, refundId);
  if (!known) throw new Problem("not_found", "There is no such refund.");
  await lockOrder(tx, known.orderId);
  // Read again under the lock: somebody else may have decided meanwhile.
  const [refund, payment] = [await refundById(tx, refundId), await paymentById(tx, known.paymentId)];
  if (!refund || !payment) throw new Error(`The refund ${refundId} has no payment.`);
  return { refund, payment };
}

function refusalOf({ state, requestedBy }: Refund, actor: string) {
  if (state !== "waiting_for_approval")
    return new Problem("outdated", "Someone has already decided on this refund.");
  return requestedBy === actor
    ? new Problem("refund_own", "You requested this refund. Someone else must approve or reject it.")
    : new Problem("forbidden", "Only the person who requested a refund can withdraw it.");
}

const about = ({ orderId, paymentId }: Refund) => ({ orderId, paymentId });
const told = ({ id, amount }: Refund) => ({ refund_id: id, amount });
