import type { Why } from "../gateway";
import { isVague } from "../rejected";

// What Stripe's error codes mean for us. Source: Stripe API reference, "Error codes" and "Decline codes".

/** Our name for a PaymentMethod that Stripe does not know: its own code says only that something is missing. */
export const noSuchCard = "no_such_payment_method";

/**
 * Our name for a PaymentMethod that another payment used up: Stripe names no code for it, at create and at confirm.
 * Source: Stripe, "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment".
 */
export const usedCard = "payment_method_used";

/** Stripe names no code for a refund that its balance does not cover; of transfers it has this one. */
export const noBalance = "balance_insufficient";

/**
 * Refusals of a charge by issuer, card or limit, after which nothing was taken and the intent waits for another
 * card. The list is closed: every other code is no decline.
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

/** Codes that say only that a bank said no: its reason says more. */
export const sayingLittle: ReadonlySet<string> = new Set([
  "card_declined",
  "payment_intent_payment_attempt_failed",
]);

/** How an intent tells, days later, that a bank would not be debited. The same closed list, and these. */
export const toldDeclines: ReadonlySet<string> = new Set([
  ...confirmDeclines,
  "payment_intent_payment_attempt_failed",
  "insufficient_funds",
  "debit_not_authorized",
  "account_closed",
  "bank_account_restricted",
  "bank_account_unusable",
]);

/** Stripe names no code for a refund that is larger than what is left. Source: Stripe API, create a refund. */
export const exceedsCharge = "refund_exceeds_charge";

/** Refusals of a refund after which nothing was given back. */
export const refundDeclines: ReadonlySet<string> = new Set([
  "charge_already_refunded",
  "charge_disputed",
  exceedsCharge,
]);

/** What Stripe is asked. Opening asks no bank, and shutting and looking are nobody's to decline. */
export type Verb = "open" | "confirm" | "close" | "refund" | "look";

export const declinesOf: Record<Verb, ReadonlySet<string>> = {
  open: new Set(),
  confirm: confirmDeclines,
  close: new Set(),
  refund: refundDeclines,
  look: new Set(),
};

/** What the caller named, and may name anew. */
export const refusedInputs: ReadonlySet<string> = new Set([noSuchCard, usedCard]);

/**
 * Why an error that is no decline leaves us not knowing; undefined where it does not, because Stripe rejected the
 * request. A status says more than a code: a third of Stripe's errors have none.
 */
export function whyOf(
  verb: Verb,
  status: number,
  type: string | undefined,
  code: string | null,
): Why | undefined {
  // Another request under this key, or on this object, is still under way.
  if (status === 409 || code === "idempotency_key_in_use" || code === "lock_timeout") return "in_progress";
  // Something was asked before under this key: what became of that, this answer does not say.
  if (type === "idempotency_error") return "error";
  // What is only being made is not missing: something is that we named.
  if (code === "resource_missing" && verb !== "open") return "no_such_payment";
  // Somebody was faster, or Stripe is busy: neither says what is so.
  if (undecided.has(code ?? "") || isVague(status)) return "error";
  // A card's refusal whose code we do not know; the intent tells of it in words that we do.
  if (status === 402) return "error";
  return undefined;
}

const undecided: ReadonlySet<string> = new Set([
  "rate_limit",
  "payment_intent_unexpected_state",
  "charge_already_captured",
]);
