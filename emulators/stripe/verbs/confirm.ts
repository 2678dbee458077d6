import type { Challenge, Intent } from "../entities/intent";
import type { PaymentMethod } from "../entities/payment-method";
import { declined, invalid, isRefusal, type Refusal } from "../errors";
import { findTestAccount } from "../methods/test-accounts";
import { type Decline, findTestCard, liveCard } from "../methods/test-cards";
import { offered } from "../methods/types";
import { tellIntent } from "../news/tell";
import type { Stripe } from "../stripe";
import { printIntent } from "../wire/intent";
import { printPaymentMethod } from "../wire/payment-method";
import { approve, awaitBank, decline, fail } from "./charge";
import { usablePaymentMethod } from "./payment-method";

export type Confirmation = {
  /** How a challenge is shown, which depends on who confirms. */
  by: Challenge["shownBy"];
  paymentMethod?: string | PaymentMethod | undefined;
  returnUrl?: string | undefined;
  /** The shopper is not present, so a challenge cannot be answered. */
  offSession?: boolean | undefined;
  errorOnRequiresAction?: boolean | undefined;
};

const authenticationRequired: Decline = {
  code: "authentication_required",
  declineCode: "authentication_required",
  message: "Your card was declined. This transaction requires authentication.",
};

/** Confirms a payment. The tables in `methods/` say how each card or bank answers. */
export function confirm(stripe: Stripe, intent: Intent, asked: Confirmation): Intent | Refusal {
  const refused = refusalToConfirm(stripe, intent);
  if (refused) return refused;
  const chosen = asked.paymentMethod ?? intent.paymentMethod;
  if (chosen === null) {
    return unexpectedState(
      stripe,
      intent,
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
    );
  }
  const method = typeof chosen === "string" ? usablePaymentMethod(stripe, chosen, intent.id) : chosen;
  if (isRefusal(method)) return method;
  if (!offered(intent.allowedTypes, intent.excludedTypes).includes(method.details.type)) {
    return invalid(
      `The PaymentMethod provided (${method.details.type}) is not allowed for this PaymentIntent. Please attach a PaymentMethod of one of the following types: ${offered(intent.allowedTypes, intent.excludedTypes).join(", ")}.`,
      { code: "payment_intent_incompatible_payment_method", param: "payment_method" },
    );
  }
  return ask(stripe, intent, method, asked);
}

function ask(stripe: Stripe, intent: Intent, method: PaymentMethod, asked: Confirmation): Intent | Refusal {
  const { details } = method;
  if (details.type === "us_bank_account") {
    const ends = findTestAccount(details.bank.testAccount)?.ends;
    return awaitBank(stripe, intent, method, ends === "never");
  }
  const card = findTestCard(details.card.testNumber);
  if (card?.challenge && (asked.offSession || asked.errorOnRequiresAction)) {
    const error = { ...authenticationRequired, charge: null, paymentMethod: method };
    return refusalOf(stripe, fail(stripe, intent, null, error), method, authenticationRequired);
  }
  if (card?.challenge) return challenge(stripe, intent, method, asked);
  const failure = card ? card.decline : liveCard;
  return failure
    ? refusalOf(stripe, decline(stripe, intent, method, failure, false), method, failure)
    : approve(stripe, intent, method, false);
}

function challenge(stripe: Stripe, intent: Intent, method: PaymentMethod, asked: Confirmation): Intent {
  const waiting: Intent = {
    ...intent,
    status: "requires_action",
    paymentMethod: method.id,
    lastError: null,
    challenge: { shownBy: asked.by, returnUrl: asked.returnUrl ?? null },
  };
  stripe.intents.save(waiting);
  tellIntent(stripe, "payment_intent.requires_action", waiting);
  return waiting;
}

/** 402 with all details of the attempt. */
function refusalOf(stripe: Stripe, intent: Intent, method: PaymentMethod, failure: Decline): Refusal {
  const { code, declineCode, message, param } = failure;
  const charge = intent.lastError?.charge ?? null;
  return declined(message, {
    ...(charge !== null && { charge }),
    code,
    ...(declineCode !== null && { decline_code: declineCode }),
    ...(param !== undefined && { param }),
    payment_intent: printIntent(stripe, intent),
    payment_method: printPaymentMethod(method),
  });
}

function refusalToConfirm(stripe: Stripe, intent: Intent): Refusal | null {
  switch (intent.status) {
    case "requires_payment_method":
    case "requires_confirmation":
    case "requires_action":
      return null;
    case "succeeded":
      return unexpectedState(
        stripe,
        intent,
        "You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.",
      );
    default:
      return unexpectedState(
        stripe,
        intent,
        `You cannot confirm this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be confirmed: requires_confirmation, requires_action.`,
      );
  }
}

export function unexpectedState(stripe: Stripe, intent: Intent, message: string): Refusal {
  const code = "payment_intent_unexpected_state";
  return invalid(message, { code, payment_intent: printIntent(stripe, intent) });
}
