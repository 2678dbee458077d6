import { type Refusal, refusal, type WireError } from ".";

/**
 * Stripe's message, which comes without a code, for a PaymentMethod already used up by a payment without a customer.
 */
export const usedPaymentMethod =
  "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.";

type Entry = [status: number, type: WireError["type"], message: string, kept?: boolean];

/** Errors that a fault can produce. */
const catalog: Record<string, Entry> = {
  api_error: [500, "api_error", "Sorry! There was an error while talking to one of our backends."],
  service_unavailable: [503, "api_error", "The service is temporarily unavailable. Please try again later."],
  rate_limit: [
    429,
    "invalid_request_error",
    "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.",
    false,
  ],
  lock_timeout: [
    429,
    "invalid_request_error",
    "This object cannot be accessed right now because another API request or Stripe process is currently accessing it. If you see this error intermittently, retry the request. If you see this error frequently and are making multiple concurrent requests to a single object, make your requests serially or at a lower rate.",
    false,
  ],
  idempotency_key_in_use: [
    409,
    "idempotency_error",
    "There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): please wait for it to finish, or use another key.",
    false,
  ],
  api_key_expired: [401, "invalid_request_error", "Expired API Key provided: sk_test_********.", false],
  secret_key_required: [
    403,
    "invalid_request_error",
    "This API call cannot be made with a publishable API key. Please use a secret API key.",
    false,
  ],
  external_dependency_failed: [424, "api_error", "A dependency outside of Stripe failed."],
  card_declined: [402, "card_error", "Your card was declined."],
  processing_error: [
    402,
    "card_error",
    "An error occurred while processing your card. Try again in a little bit.",
  ],
  resource_missing: [404, "invalid_request_error", "No such object."],
  payment_intent_unexpected_state: [
    400,
    "invalid_request_error",
    "This PaymentIntent's state does not allow the requested operation.",
  ],
  charge_expired_for_capture: [
    400,
    "invalid_request_error",
    "The charge cannot be captured as the authorization has expired.",
  ],
  charge_already_refunded: [400, "invalid_request_error", "The charge has already been refunded."],
  charge_disputed: [400, "invalid_request_error", "The charge has been charged back."],
  // As recorded from Stripe (Automattic/woocommerce-payments, issue 10025): for a refund it has no code.
  balance_insufficient: [
    400,
    "invalid_request_error",
    "Insufficient funds in your Stripe balance to refund this amount.",
  ],
  account_restricted: [
    400,
    "invalid_request_error",
    "Your account cannot currently make live charges. Visit your dashboard to complete your account profile.",
  ],
  payment_method_used: [400, "invalid_request_error", usedPaymentMethod],
  parameter_invalid_integer: [400, "invalid_request_error", "Invalid integer."],
};

/** Errors whose name here is not sent as `code`. */
const nameless = [
  "api_error",
  "service_unavailable",
  "external_dependency_failed",
  "balance_insufficient",
  "account_restricted",
  "payment_method_used",
];

export const errorCodes = Object.keys(catalog);

export function isErrorCode(code: string): boolean {
  return Object.hasOwn(catalog, code);
}

export function errorNamed(code: string): Refusal {
  const [status, type, message, kept = true] = catalog[code] ?? [500, "api_error", "Something went wrong."];
  return refusal(status, { type, message, ...(!nameless.includes(code) && { code }) }, kept);
}
