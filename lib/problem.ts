/**
 * Every expected failure, by its stable code: HTTP status, title, and whether the same request may
 * succeed when it is sent again. The list is part of the API; a code is never renamed.
 */
export const problems = {
  invalid_request: [400, "The request does not fit", false],
  invalid_json: [400, "The body is not JSON", false],
  idempotency_key_required: [400, "An Idempotency-Key is needed", false],
  invalid_signature: [400, "The signature does not fit", false],
  unauthorized: [401, "Who are you?", false],
  forbidden: [403, "You may not do that", false],
  refund_over_limit: [403, "More than you may give back", false],
  refund_over_daily_limit: [403, "More than may be given back in a day", false],
  second_manager_required: [403, "Another manager must do that", false],
  approver_not_independent: [403, "Somebody else must agree", false],
  refund_own: [403, "Nobody agrees to their own refund", false],
  sign_in_refused: [401, "E-mail and password do not fit", false],
  second_factor_refused: [401, "The code does not fit", false],
  wrong_password: [403, "The password does not fit", false],
  password_change_required: [403, "Choose a password of your own first", false],
  second_factor_required: [403, "Set up an authenticator app first", false],
  password_too_common: [422, "This password is too easy to guess", false],
  password_not_new: [422, "That is the password you have", false],
  second_factor_unreadable: [409, "This second factor cannot be read any more", false],
  second_factor_sha1: [422, "This app makes its codes with SHA-1", false],
  second_factor_on: [409, "An authenticator app is asked for already", false],
  second_factor_off: [409, "No authenticator app is asked for", false],
  staff_exists: [409, "Somebody has this e-mail address already", false],
  not_yourself: [409, "Somebody else must do that", false],
  last_manager: [409, "Somebody must remain who manages the desk", false],
  origin_not_allowed: [403, "This page may not do that", false],
  not_found: [404, "There is nothing here", false],
  order_not_found: [404, "There is no such order", false],
  method_not_allowed: [405, "Wrong method", false],
  body_too_large: [413, "The body is too large", false],
  unsupported_media_type: [415, "The body must be JSON", false],
  amount_mismatch: [409, "The amount is not the order's", false],
  out_of_stock: [409, "Not enough is left", false],
  order_already_paid: [409, "The order is paid already", false],
  order_expired: [409, "The order has expired", false],
  order_canceled: [409, "The order was canceled", false],
  order_held: [409, "The order is being looked at by a person", false],
  order_changed: [409, "The order can no longer change", false],
  payment_in_progress: [409, "A payment of this order is being authorized", true],
  payment_expired: [409, "The payment has expired", false],
  payment_held: [409, "The payment is being looked at by a person", false],
  payment_not_authenticated: [409, "The shopper has not authenticated this payment", false],
  payment_not_open: [409, "The payment is no longer open", false],
  letter_required: [403, "The letter's own link is needed for this", false],
  no_account_needed: [409, "Nothing waits for an account", false],
  order_not_paid: [409, "The order is not paid", false],
  order_refunded: [409, "The order was refunded", false],
  cancel_not_possible: [409, "The order cannot be canceled here", false],
  payment_disputed: [409, "The cardholder disputes this payment", false],
  payment_not_captured: [409, "Nothing was taken yet", false],
  refund_declined: [409, "The gateway refused to give it back", false],
  refund_exceeds_balance: [409, "More than what is left", false],
  refund_outdated: [409, "Somebody else gave back meanwhile", false],
  restock_exceeds: [409, "More than the order has out", false],
  need_stands: [409, "What needs a person is still so", false],
  call_busy: [409, "Another request to the gateway goes first", true],
  gateway_unclear: [409, "The gateway does not say what became of it", true],
  outdated: [409, "Somebody else was faster", false],
  idempotency_key_in_use: [409, "Somebody made something with this key", false],
  payment_declined: [402, "The payment was declined", false],
  payment_failed: [409, "The payment did not go through", false],
  payment_input_refused: [422, "The payment company does not take what was named", false],
  gateway_rejected: [503, "The shop cannot take this payment right now", true],
  refund_account_required: [422, "A deposit goes back to an account", false],
  idempotency_key_reused: [422, "The key belongs to another request", false],
  product_not_found: [422, "There is no such product", false],
  currency_not_supported: [422, "This currency cannot be used here", false],
  redirect_not_allowed: [422, "This address is not the shop's", false],
  amount_out_of_range: [422, "This way to pay does not take this amount", false],
  not_configured: [422, "This way to pay is not set up", false],
  too_many_unpaid_items: [409, "Too much is held unpaid", true],
  too_many_open_orders: [409, "Too many orders are not paid yet", true],
  too_many_declines: [429, "Too many payments were declined", true],
  slow_down: [429, "Card payments are taken slowly", true],
  too_many_requests: [429, "Too many requests", true],
  internal_error: [500, "Something broke on our side", true],
  overloaded: [503, "Too busy at the moment", true],
  not_ready: [503, "Not ready yet", true],
} as const satisfies Record<string, readonly [status: number, title: string, retryable: boolean]>;

export type ProblemCode = keyof typeof problems;

type FieldError = { field: string; message: string };

type Details = {
  errors?: FieldError[];
  /** The gateway's own code, as it said it. */
  gateway_code?: string;
  /** Where to ask what is so. */
  see?: string;
  /** Further response headers. */
  headers?: Record<string, string>;
  /** Which budget was spent. The security log says so; the caller is not told. */
  budget?: string;
};

const mark = Symbol.for("twotrack.problem");

/** An expected failure. The code is the contract; status and title follow from it (RFC 9457). */
export class Problem extends Error {
  /** A bundler may load this module twice, and what one copy throws is a problem to the other as well. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && mark in value;
  }

  readonly [mark] = true;
  readonly code: ProblemCode;
  readonly details: Details;

  constructor(code: ProblemCode, detail: string, details: Details = {}) {
    super(detail);
    this.code = code;
    this.details = details;
  }

  get status() {
    return problems[this.code][0];
  }

  /** The response a caller gets: `application/problem+json`, never a stack and never a secret. */
  toResponse(): Response {
    const [status, title, retryable] = problems[this.code];
    const { headers, budget: _, ...more } = this.details;
    const body = {
      type: `urn:twotrack:problem:${this.code}`,
      title,
      status,
      detail: this.message,
      code: this.code,
      retryable,
      ...more,
    };
    return Response.json(body, {
      status,
      headers: { ...headers, "content-type": "application/problem+json" },
    });
  }
}
