import type { Why } from "../gateway";
import { isVague } from "../rejected";

// What Stripe's error codes mean for us. Source: Stripe API reference, "Error codes" and "Decline codes".

/** Our code for an unknown PaymentMethod: Stripe's code only says that some resource is missing. */
export const noSuchCard = "no_such_payment_method";

/**
 * Our code for a PaymentMethod that another payment used up: Stripe has none for it, on create and on confirm. Source:
 * Stripe, "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment".
 */
export const usedCard = "payment_method_used";

/** Stripe has no code for a refund its balance does not cover; this is the one it uses for transfers. */
export const noBalance = "balance_insufficient";

/**
 * Refusals of a charge by issuer, card or limit, after which nothing was captured and the intent waits for another
 * card. The list is closed: no other code is a decline.
 */
export const confirmDeclines: ReadonlySet<string> = new Set([
  "card_declined",
  "expired_card",
  "incorrect_cvc",
  "incorrect_number",
  "incorrect_zip",
  "incorrect_address",
  "invalid_cvc",
  "invalid_expiry_month",
  "invalid_expiry_year",
  "invalid_number",
  "processing_error",
  "card_decline_rate_limit_exceeded",
  "authentication_required",
  "payment_intent_authentication_failure",
  "payment_method_provider_decline",
]);

/** Codes that only say that a bank declined; its reason says more. */
export const sayingLittle: ReadonlySet<string> = new Set([
  "card_declined",
  "payment_intent_payment_attempt_failed",
]);

/** Declines an intent reports days later when a bank debit fails. The same closed list, plus these. */
export const toldDeclines: ReadonlySet<string> = new Set([
  ...confirmDeclines,
  "payment_intent_payment_attempt_failed",
  "insufficient_funds",
  "debit_not_authorized",
  "account_closed",
  "bank_account_restricted",
  "bank_account_unusable",
]);

/** Our code for a refund larger than the remaining amount: Stripe has none. Source: Stripe API, create a refund. */
export const exceedsCharge = "refund_exceeds_charge";

/** Refusals of a refund after which nothing was refunded. */
export const refundDeclines: ReadonlySet<string> = new Set([
  "charge_already_refunded",
  "charge_disputed",
  exceedsCharge,
]);

/** Refusals of a capture after which nothing was captured: the bank no longer holds the money. */
export const captureDeclines: ReadonlySet<string> = new Set([
  "charge_expired_for_capture",
  "capture_charge_authorization_expired",
]);

/** The kinds of requests to Stripe. Opening involves no bank; closing and looking cannot be declined. */
export type Verb = "open" | "confirm" | "close" | "capture" | "refund" | "look";

export const declinesOf: Record<Verb, ReadonlySet<string>> = {
  open: new Set(),
  confirm: confirmDeclines,
  close: new Set(),
  capture: captureDeclines,
  refund: refundDeclines,
  look: new Set(),
};

/** Values the caller chose and can replace. */
export const refusedInputs: ReadonlySet<string> = new Set([noSuchCard, usedCard]);

/**
 * Why an error that is not a decline leaves the outcome unknown; undefined if Stripe rejected the request. The status
 * counts for more than the code: a third of Stripe's errors have none.
 */
export function whyOf(
  verb: Verb,
  status: number,
  type: string | undefined,
  code: string | null,
): Why | undefined {
  // Another request with this key, or on this object, is still in progress.
  if (status === 409 || code === "idempotency_key_in_use" || code === "lock_timeout") return "in_progress";
  // An earlier request used this key; this answer does not reveal its outcome.
  if (type === "idempotency_error") return "error";
  // When creating something, what is missing is something the request refers to.
  if (code === "resource_missing" && verb !== "open") return "no_such_payment";
  // Another request was faster, or Stripe is busy: neither reveals the payment's state.
  if (undecided.has(code ?? "") || isVague(status)) return "error";
  // A card error whose code we do not know; the intent describes it in terms we do.
  if (status === 402) return "error";
  return undefined;
}

const undecided: ReadonlySet<string> = new Set([
  "rate_limit",
  "payment_intent_unexpected_state",
  "charge_already_captured",
]);
