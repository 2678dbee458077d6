import type { Intent } from "../entities/intent";
import type { Refusal } from "../errors";
import { tellIntent } from "../news/tell";
import type { Stripe } from "../stripe";
import { unexpectedState } from "./confirm";

const cancelable = [
  "requires_payment_method",
  "requires_capture",
  "requires_reauthorization",
  "requires_confirmation",
  "requires_action",
];

/** Cancels a payment and releases any hold. */
export function cancelIntent(stripe: Stripe, intent: Intent, reason: string | null): Intent | Refusal {
  if (!cancelable.includes(intent.status)) {
    return unexpectedState(
      stripe,
      intent,
      `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: ${cancelable.join(", ")}.`,
    );
  }
  if (intent.session !== null && intent.status !== "requires_capture") {
    return unexpectedState(
      stripe,
      intent,
      "You cannot cancel this PaymentIntent directly because it belongs to a Checkout Session. Expire the Checkout Session instead.",
    );
  }
  return markCanceled(stripe, intent, reason);
}

export function markCanceled(stripe: Stripe, intent: Intent, reason: string | null): Intent {
  const canceled: Intent = {
    ...intent,
    status: "canceled",
    amountCapturable: 0,
    challenge: null,
    dueAt: null,
    canceledAt: stripe.clock.now(),
    cancellationReason: reason,
  };
  stripe.intents.save(canceled);
  tellIntent(stripe, "payment_intent.canceled", canceled);
  return canceled;
}
