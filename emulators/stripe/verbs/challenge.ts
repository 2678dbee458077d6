import type { Intent } from "../entities/intent";
import { isRefusal, missing, type Refusal } from "../errors";
import { findTestCard } from "../methods/test-cards";
import type { Stripe } from "../stripe";
import { act } from "./act";
import { approve, decline, fail } from "./charge";
import { completeSession } from "./complete-session";
import { unexpectedState } from "./confirm";
import { findPaymentMethod } from "./payment-method";

const notAuthenticated = {
  code: "payment_intent_authentication_failure",
  declineCode: null,
  message:
    "The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again.",
};

/** The shopper passes or fails the challenge; after passing, the card can still be declined. */
export function answerChallenge(
  stripe: Stripe,
  intentId: string,
  answer: "complete" | "fail",
): Intent | Refusal {
  return act(stripe, () => {
    const intent = stripe.intents.get(intentId);
    if (!intent) return missing("payment_intent", intentId, "intent");
    if (intent.status !== "requires_action") {
      return unexpectedState(
        stripe,
        intent,
        `This PaymentIntent has a status of ${intent.status}: there is no challenge.`,
      );
    }
    const method = findPaymentMethod(stripe, intent.paymentMethod ?? "");
    if (isRefusal(method)) return method;
    if (answer === "fail") {
      return fail(stripe, intent, null, { ...notAuthenticated, charge: null, paymentMethod: method });
    }
    const { details } = method;
    const failure = details.type === "card" ? findTestCard(details.card.testNumber)?.decline : undefined;
    if (failure) return decline(stripe, intent, method, failure, true);
    const paid = approve(stripe, intent, method, true);
    completeSession(stripe, paid);
    return paid;
  });
}
