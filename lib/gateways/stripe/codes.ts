import type { Why } from "../gateway";

// What Stripe's error codes mean for us. Source: Stripe API reference, "Error codes" and "Decline codes".

/** Our name for a PaymentMethod that Stripe does not know: its own code says only that something is missing. */
export const noSuchCard = "no_such_payment_method";

/**
 * Refusals of a charge by issuer, card or limit, after which nothing was taken and the intent waits for another
 * card. The list is closed: every other code leaves us not knowing.
 */
export const confirmDeclines: ReadonlySet<string> = new Set([
  "card_declined",
  "expired_card",
  "incorrect_cvc",
  "incorrect_number",
  "incorrect_zip",
  "invalid_cvc",
  "invalid_expiry_month",
  "invalid_expiry_year",
  "invalid_number",
  "processing_error",
  "card_decline_rate_limit_exceeded",
  "authentication_required",
  "payment_intent_authentication_failure",
  "payment_method_provider_decline",
  noSuchCard,
]);

/** Refusals to open a session or an intent, after which there is none. */
export const openDeclines: ReadonlySet<string> = new Set([
  "amount_too_small",
  "amount_too_large",
  "parameter_invalid_integer",
  "invalid_charge_amount",
]);

/** Stripe names no code for a refund that is larger than what is left. Source: Stripe API, create a refund. */
export const exceedsCharge = "refund_exceeds_charge";

/** Refusals of a refund after which nothing was given back. */
export const refundDeclines: ReadonlySet<string> = new Set([
  "charge_already_refunded",
  "charge_disputed",
  "insufficient_funds",
  exceedsCharge,
]);

/** Those of them that tell of what somebody else did with the charge. */
export const newsInRefusals: ReadonlySet<string> = new Set([
  "charge_already_refunded",
  "charge_disputed",
  exceedsCharge,
]);

/** Errors of keys or account: the operator must act, and until then nothing is known. */
const setupStatuses: ReadonlySet<number> = new Set([401, 403]);

/** What an error that is no decline says about our not knowing. */
export function whyOf(status: number | undefined, code: string | null): Why {
  if (status !== undefined && setupStatuses.has(status)) return "setup";
  if (code === "resource_missing") return "no_such_payment";
  // Another request under this key, or on this object, is still under way.
  if (status === 409 || code === "idempotency_key_in_use" || code === "lock_timeout") return "in_progress";
  return "error";
}
