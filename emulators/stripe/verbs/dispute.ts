import type { Charge } from "../entities/charge";
import { type Dispute, type DisputeReason, isRefundable } from "../entities/dispute";
import { invalid, type Refusal } from "../errors";
import { newId } from "../ids";
import { findTestCard } from "../methods/test-cards";
import { tellDispute } from "../news/tell";
import { disputeAnswerWithinMs } from "../rules";
import type { Stripe } from "../stripe";
import { recordDispute } from "./record";

export type DisputeWish = {
  /** Defaults to what is left of the charge. */
  amount?: number | undefined;
  reason?: DisputeReason | undefined;
  /** Whether the bank only asks, and withdraws nothing yet. */
  inquiry?: boolean | undefined;
};

/** The cardholder's bank takes a charge back, or asks about it. */
export function dispute(stripe: Stripe, charge: Charge, wish: DisputeWish): Dispute | Refusal {
  const left = charge.amountCaptured - charge.amountRefunded;
  const amount = wish.amount ?? left;
  if (charge.status !== "succeeded" || !charge.captured)
    return invalid(`Charge ${charge.id} took no money that could be disputed.`);
  if (stripe.disputes.latest({ charge: charge.id }, 1).length > 0)
    return invalid(`Charge ${charge.id} is disputed already.`);
  if (amount <= 0 || amount > charge.amountCaptured)
    return invalid(`Of charge ${charge.id} no more than ${charge.amountCaptured} can be disputed.`);
  const now = stripe.clock.now();
  const made: Dispute = {
    id: newId("du"),
    orderId: charge.orderId,
    charge: charge.id,
    intent: charge.intent,
    status: wish.inquiry ? "warning_needs_response" : "needs_response",
    amount,
    currency: charge.currency,
    reason: wish.reason ?? "fraudulent",
    rows: [],
    createdAt: now,
    dueAt: now + disputeAnswerWithinMs,
    dueBy: now + disputeAnswerWithinMs,
  };
  const opened = wish.inquiry ? made : withdrawn(stripe, charge, made);
  stripe.disputes.save(opened);
  tellDispute(stripe, "charge.dispute.created", opened);
  if (!wish.inquiry) tellDispute(stripe, "charge.dispute.funds_withdrawn", opened);
  return opened;
}

/** Disputes the booked charge if its test card does so. */
export function disputeIfTried(stripe: Stripe, charge: Charge): void {
  const { details, balanceTransaction } = charge;
  const tried = details.type === "card" ? findTestCard(details.card.testNumber)?.dispute : undefined;
  if (tried && balanceTransaction !== null) dispute(stripe, charge, { inquiry: tried === "inquiry" });
}

/** The bank decides for the shop: the withdrawn amount comes back. */
export function winDispute(stripe: Stripe, standing: Dispute): Dispute | Refusal {
  if (standing.dueAt === null) return ended(standing);
  if (standing.status === "warning_needs_response") return close(stripe, standing, "warning_closed");
  const charge = chargeOf(stripe, standing);
  const returned = recordDispute(stripe, charge, standing, "reinstated");
  const won = close(stripe, { ...standing, rows: [...standing.rows, returned.id] }, "won");
  tellDispute(stripe, "charge.dispute.funds_reinstated", won);
  return won;
}

/** The bank decides for the cardholder, the shop accepts the dispute, or the deadline passed. */
export function loseDispute(stripe: Stripe, standing: Dispute): Dispute | Refusal {
  if (standing.dueAt === null) return ended(standing);
  return close(stripe, standing, standing.status === "needs_response" ? "lost" : "warning_closed");
}

/** An inquiry becomes a dispute: the bank now takes the money back. */
export function escalateDispute(stripe: Stripe, standing: Dispute): Dispute | Refusal {
  if (standing.status !== "warning_needs_response")
    return invalid(`${standing.id} is no inquiry that is open.`);
  const charge = chargeOf(stripe, standing);
  const escalated = withdrawn(stripe, charge, { ...standing, status: "needs_response" });
  stripe.disputes.save(escalated);
  tellDispute(stripe, "charge.dispute.updated", escalated, { status: standing.status });
  tellDispute(stripe, "charge.dispute.funds_withdrawn", escalated);
  return escalated;
}

/** Whether the charge was charged back and so cannot be refunded as well. */
export const isChargedBack = (stripe: Stripe, charge: Pick<Charge, "id">) =>
  stripe.disputes.latest({ charge: charge.id }).some((each) => !isRefundable(each));

function withdrawn(stripe: Stripe, charge: Charge, standing: Dispute): Dispute {
  return { ...standing, rows: [recordDispute(stripe, charge, standing, "withdrawn").id] };
}

function close(stripe: Stripe, standing: Dispute, status: Dispute["status"]): Dispute {
  const closed: Dispute = { ...standing, status, dueAt: null };
  stripe.disputes.save(closed);
  tellDispute(stripe, "charge.dispute.closed", closed);
  return closed;
}

const ended = ({ id, status }: Dispute) =>
  invalid(`This dispute (${id}) is closed: it has a status of ${status}.`);

function chargeOf(stripe: Stripe, { id, charge }: Dispute): Charge {
  const found = stripe.charges.get(charge);
  if (!found) throw new Error(`${id} has no charge`);
  return found;
}
