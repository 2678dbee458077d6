import type { Charge, ChargeFailure } from "../entities/charge";
import type { Intent, LastError } from "../entities/intent";
import type { PaymentMethod } from "../entities/payment-method";
import { paymentId, stemOf } from "../ids";
import type { Decline } from "../methods/test-cards";
import { tellCharge, tellIntent } from "../news/tell";
import { bookedAfterMs, captureWithinMs, debitTakesMs } from "../rules";
import type { Stripe } from "../stripe";
import { disputeIfTried } from "./dispute";
import { recordCharge } from "./record";

/** Charges the amount, or holds it until it is captured. */
export function approve(
  stripe: Stripe,
  intent: Intent,
  method: PaymentMethod,
  authenticated: boolean,
): Intent {
  const now = stripe.clock.now();
  const manual = isHeld(intent, method);
  const charge = newCharge(stripe, intent, method, {
    status: "succeeded",
    authenticated,
    captured: !manual,
    amountCaptured: manual ? 0 : intent.amount,
    captureBefore: manual ? now + captureWithinMs : null,
  });
  const paid: Intent = {
    ...intent,
    ...attempt(charge, method),
    status: manual ? "requires_capture" : "succeeded",
    amountCapturable: manual ? intent.amount : 0,
    amountReceived: manual ? 0 : intent.amount,
    dueAt: charge.captureBefore,
  };
  stripe.intents.save(paid);
  useUp(stripe, method, intent);
  const booked = manual ? charge : book(stripe, charge, intent);
  tellCharge(stripe, "charge.succeeded", booked);
  tellIntent(stripe, manual ? "payment_intent.amount_capturable_updated" : "payment_intent.succeeded", paid);
  disputeIfTried(stripe, booked);
  return paid;
}

/** Whether the money is only held. A card may be held although other methods are captured at once. */
const isHeld = ({ captureMethod, cardCaptureMethod }: Intent, { details }: PaymentMethod) =>
  captureMethod === "manual" || (details.type === "card" && cardCaptureMethod === "manual");

/** The debit has been submitted; the bank answers days later. */
export function awaitBank(stripe: Stripe, intent: Intent, method: PaymentMethod, forEver: boolean): Intent {
  const charge = newCharge(stripe, intent, method, {
    status: "pending",
    captured: true,
    amountCaptured: intent.amount,
  });
  const processing: Intent = {
    ...intent,
    ...attempt(charge, method),
    status: "processing",
    dueAt: forEver ? null : stripe.clock.now() + debitTakesMs,
  };
  stripe.intents.save(processing);
  useUp(stripe, method, intent);
  tellCharge(stripe, "charge.pending", charge);
  tellIntent(stripe, "payment_intent.processing", processing);
  return processing;
}

/** Records a failed charge; the payment then waits for another payment method. */
export function decline(
  stripe: Stripe,
  intent: Intent,
  method: PaymentMethod,
  failure: Decline,
  authenticated: boolean,
): Intent {
  const charge = newCharge(stripe, intent, method, { status: "failed", authenticated, failure });
  return fail(stripe, intent, charge, { ...failure, charge: charge.id, paymentMethod: method });
}

export function fail(stripe: Stripe, intent: Intent, charge: Charge | null, lastError: LastError): Intent {
  const failed: Intent = {
    ...intent,
    status: "requires_payment_method",
    paymentMethod: null,
    latestCharge: charge?.id ?? intent.latestCharge,
    challenge: null,
    dueAt: null,
    lastError,
  };
  stripe.intents.save(failed);
  if (charge) tellCharge(stripe, "charge.failed", charge);
  tellIntent(stripe, "payment_intent.payment_failed", failed);
  return failed;
}

/** Books captured money: at once, or a moment later. */
export function book(stripe: Stripe, charge: Charge, { captureMethod }: Intent): Charge {
  if (captureMethod === "automatic") return recordCharge(stripe, charge);
  const later: Charge = { ...charge, dueAt: stripe.clock.now() + bookedAfterMs };
  stripe.charges.save(later);
  return later;
}

/** Marks the method as used up: the emulator never attaches it to a customer. */
const useUp = (stripe: Stripe, method: PaymentMethod, { id }: Intent) =>
  stripe.paymentMethods.save({ ...method, usedBy: id });

function attempt(charge: Charge, method: PaymentMethod) {
  return { paymentMethod: method.id, latestCharge: charge.id, lastError: null, challenge: null };
}

function newCharge(
  stripe: Stripe,
  intent: Intent,
  method: PaymentMethod,
  outcome: Pick<Charge, "status"> & Partial<Charge> & { failure?: ChargeFailure },
): Charge {
  const prefix = method.details.type === "card" ? "ch" : "py";
  const charge: Charge = {
    id: paymentId(prefix, stemOf(intent.id)),
    orderId: intent.orderId,
    intent: intent.id,
    amount: intent.amount,
    amountCaptured: 0,
    amountRefunded: 0,
    currency: intent.currency,
    captured: false,
    captureBefore: null,
    authenticated: false,
    paymentMethod: method.id,
    details: method.details,
    billing: method.billing,
    failure: null,
    balanceTransaction: null,
    description: intent.description,
    metadata: intent.metadata,
    receiptEmail: intent.receiptEmail,
    shipping: intent.shipping,
    statementDescriptor: intent.statementDescriptor,
    statementDescriptorSuffix: intent.statementDescriptorSuffix,
    transferGroup: intent.transferGroup,
    createdAt: stripe.clock.now(),
    dueAt: null,
    ...outcome,
  };
  stripe.charges.save(charge);
  return charge;
}
