import type { Charge } from "../entities/charge";
import type { Refund, RefundReason } from "../entities/refund";
import type { Metadata } from "../entities/shared";
import { invalid, missing, type Refusal } from "../errors";
import { paymentId, stemOf } from "../ids";
import { findTestCard } from "../methods/test-cards";
import { written } from "../money/currencies";
import { tellCharge, tellRefund } from "../news/tell";
import { referenceAfterMs, refundTakesMs } from "../rules";
import type { Stripe } from "../stripe";
import { isChargedBack } from "./dispute";
import { recordRefund, recordRefundFailure } from "./record";

export type RefundOrder = {
  charge?: string | undefined;
  intent?: string | undefined;
  amount?: number | undefined;
  reason?: RefundReason | undefined;
  metadata: Metadata;
};

/** Refunds a captured charge, or part of it. */
export function refund(stripe: Stripe, order: RefundOrder): Refund | Refusal {
  const charge = chargeToRefund(stripe, order);
  if ("refused" in charge) return charge;
  const left = charge.amountCaptured - charge.amountRefunded;
  const amount = order.amount ?? left;
  const refused = refusalToRefund(stripe, charge, amount, left);
  if (refused) return refused;

  const { arrives, methodType } = waysOf(charge);
  const made: Refund = {
    id: paymentId("re", stemOf(charge.id)),
    orderId: charge.orderId ?? order.metadata.order_id ?? null,
    charge: charge.id,
    intent: charge.intent,
    status: arrives === "later" ? "pending" : "succeeded",
    amount,
    currency: charge.currency,
    reason: order.reason ?? null,
    metadata: order.metadata,
    paymentMethod: charge.paymentMethod,
    methodType,
    balanceTransaction: null,
    failureReason: null,
    failureBalanceTransaction: null,
    reference: null,
    next: arrives === "later" ? "succeed" : arrives === "not at all" ? "fail" : "reference",
    createdAt: stripe.clock.now(),
    dueAt: stripe.clock.now() + (arrives === "at once" ? referenceAfterMs : refundTakesMs),
  };
  const lessened: Charge = { ...charge, amountRefunded: charge.amountRefunded + amount };
  const row = recordRefund(stripe, lessened, made.id, charge.amountRefunded);
  const booked: Refund = { ...made, balanceTransaction: row.id };
  stripe.charges.save(lessened);
  stripe.refunds.save(booked);
  tellRefund(stripe, "refund.created", booked);
  if (booked.status === "succeeded") tellRefunded(stripe, booked, charge.amountRefunded);
  return booked;
}

/** The next automatic step of a refund. */
export function moveRefundOn(stripe: Stripe, refund: Refund): void {
  if (refund.next === "succeed") succeedRefund(stripe, refund);
  else if (refund.next === "fail") failRefund(stripe, refund);
  else nameReference(stripe, refund);
}

/** A pending refund has arrived. */
export function succeedRefund(stripe: Stripe, refund: Refund): Refund {
  const succeeded: Refund = { ...refund, status: "succeeded", next: null, dueAt: null };
  stripe.refunds.save(succeeded);
  tellUpdated(stripe, succeeded, { status: refund.status });
  const charge = chargeOfRefund(stripe, refund);
  tellRefunded(stripe, succeeded, charge.amountRefunded - refund.amount);
  return succeeded;
}

/** The refund failed: the money is back on the account and can be refunded again. */
export function failRefund(stripe: Stripe, refund: Refund, reason = "lost_or_stolen_card"): Refund {
  const charge = chargeOfRefund(stripe, refund);
  const restored: Charge = { ...charge, amountRefunded: charge.amountRefunded - refund.amount };
  stripe.charges.save(restored);
  const failed: Refund = {
    ...refund,
    status: "failed",
    failureReason: reason,
    failureBalanceTransaction: recordRefundFailure(stripe, restored, refund).id,
    next: null,
    dueAt: null,
  };
  stripe.refunds.save(failed);
  tellUpdated(stripe, failed, { status: refund.status });
  tellRefund(stripe, "refund.failed", failed);
  return failed;
}

function nameReference(stripe: Stripe, refund: Refund): void {
  const named: Refund = { ...refund, reference: refund.id.slice(-8).toUpperCase(), next: null, dueAt: null };
  stripe.refunds.save(named);
  const before = { destination_details: { card: { reference: null, reference_status: "pending" } } };
  tellUpdated(stripe, named, before);
}

function tellUpdated(stripe: Stripe, refund: Refund, previous: Record<string, unknown>): void {
  tellRefund(stripe, "refund.updated", refund, previous);
  tellRefund(stripe, "charge.refund.updated", refund, previous);
}

function tellRefunded(stripe: Stripe, refund: Refund, before: number): void {
  tellCharge(stripe, "charge.refunded", chargeOfRefund(stripe, refund), { amount_refunded: before });
}

function chargeOfRefund(stripe: Stripe, { id, charge }: Refund): Charge {
  const found = stripe.charges.get(charge);
  if (!found) throw new Error(`${id} has no charge`);
  return found;
}

/** Cards refund at once, except the test cards for the other outcomes; banks take days. */
function waysOf({ details }: Charge): {
  arrives: "at once" | "later" | "not at all";
  methodType: Refund["methodType"];
} {
  if (details.type !== "card") return { arrives: "later", methodType: details.type };
  const way = findTestCard(details.card.testNumber)?.refund;
  const arrives = way === "pending" ? "later" : way === "fails" ? "not at all" : "at once";
  return { arrives, methodType: "card" };
}

function chargeToRefund(stripe: Stripe, { charge, intent }: RefundOrder): Charge | Refusal {
  if (charge !== undefined) return stripe.charges.get(charge) ?? missing("charge", charge, "id");
  if (intent === undefined) {
    return invalid(
      "One of the following params should be provided for this request: payment_intent or charge.",
    );
  }
  const found = stripe.intents.get(intent);
  if (!found) return missing("payment_intent", intent, "payment_intent");
  const latest = stripe.charges.get(found.latestCharge ?? "");
  return latest?.status === "succeeded"
    ? latest
    : invalid(`This PaymentIntent (${intent}) does not have a successful charge to refund.`);
}

function refusalToRefund(stripe: Stripe, charge: Charge, amount: number, left: number): Refusal | null {
  const { id, status, captured, currency } = charge;
  if (status !== "succeeded") return invalid(`Charge ${id} has not succeeded; cannot issue a refund.`);
  if (!captured) {
    return invalid(
      `Charge ${id} has not been captured; cannot issue a refund. You must cancel the PaymentIntent instead.`,
    );
  }
  if (isChargedBack(stripe, charge)) {
    return invalid(`Charge ${id} has been charged back; cannot issue a refund.`, { code: "charge_disputed" });
  }
  if (left === 0) {
    return invalid(`Charge ${id} has already been refunded.`, { code: "charge_already_refunded" });
  }
  if (amount > left) {
    return invalid(
      `Refund amount (${written(amount, currency)}) is greater than unrefunded amount on charge (${written(left, currency)})`,
      { param: "amount" },
    );
  }
  return null;
}
