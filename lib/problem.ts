/**
 * Every expected failure by its stable code: HTTP status, title, and whether retrying the same request may succeed.
 * The list is part of the API; codes are never renamed.
 */
export const problems = {
  invalid_request: [400, "Invalid request", false],
  invalid_json: [400, "Invalid JSON", false],
  idempotency_key_required: [400, "Idempotency key required", false],
  invalid_signature: [400, "Invalid signature", false],
  unauthorized: [401, "Authentication required", false],
  forbidden: [403, "Permission denied", false],
  refund_over_limit: [403, "Refund limit per order exceeded", false],
  refund_over_daily_limit: [403, "Daily refund limit exceeded", false],
  second_manager_required: [403, "Second manager required", false],
  approver_not_independent: [403, "Approver is not independent", false],
  refund_own: [403, "You cannot review your own refund", false],
  sign_in_refused: [401, "Incorrect email or password", false],
  second_factor_refused: [401, "Incorrect code", false],
  wrong_password: [403, "Incorrect password", false],
  password_change_required: [403, "Password change required", false],
  second_factor_required: [403, "Authenticator app required", false],
  password_too_common: [422, "Password is too easy to guess", false],
  password_not_new: [422, "New password must differ from the current one", false],
  second_factor_unreadable: [409, "Second factor can no longer be read", false],
  second_factor_sha1: [422, "Authenticator app uses SHA-1", false],
  second_factor_on: [409, "Authenticator app already set up", false],
  second_factor_off: [409, "No authenticator app set up", false],
  staff_exists: [409, "Email address already in use", false],
  not_yourself: [409, "Not allowed on your own account", false],
  last_manager: [409, "At least one manager must remain", false],
  origin_not_allowed: [403, "Origin not allowed", false],
  not_found: [404, "Not found", false],
  order_not_found: [404, "Order not found", false],
  method_not_allowed: [405, "Method not allowed", false],
  body_too_large: [413, "Request body too large", false],
  unsupported_media_type: [415, "Unsupported media type", false],
  amount_mismatch: [409, "Amount does not match the order", false],
  out_of_stock: [409, "Out of stock", false],
  order_already_paid: [409, "Order already paid", false],
  order_expired: [409, "Order expired", false],
  order_canceled: [409, "Order canceled", false],
  order_in_review: [409, "Order under review", false],
  order_changed: [409, "Order has changed", false],
  payment_in_progress: [409, "Payment in progress", true],
  payment_expired: [409, "Payment expired", false],
  payment_in_review: [409, "Payment under review", false],
  payment_not_authenticated: [409, "Payment not authenticated", false],
  payment_not_open: [409, "Payment is not open", false],
  letter_required: [403, "Email link required", false],
  no_account_needed: [409, "No refund is waiting for an account", false],
  order_not_paid: [409, "Order not paid", false],
  order_refunded: [409, "Order refunded", false],
  nothing_to_deliver: [409, "Nothing to deliver", false],
  cancel_not_possible: [409, "Order cannot be canceled", false],
  payment_disputed: [409, "Payment disputed", false],
  month_not_closable: [409, "Month cannot be closed", true],
  too_many_rows: [409, "Too many rows for this format", false],
  statement_unreadable: [422, "Bank statement cannot be read", false],
  payment_not_captured: [409, "Payment not captured", false],
  nothing_to_capture: [409, "Nothing to capture", false],
  already_captured: [409, "Payment already captured", false],
  capture_exceeds_authorized: [409, "Amount exceeds what is authorized", false],
  capture_declined: [409, "Capture declined", false],
  letter_not_applicable: [409, "Letter no longer applies", false],
  nothing_to_acquire: [409, "Nothing to acquire", false],
  already_acquired: [409, "Payment already acquired", false],
  acquisition_declined: [409, "Acquisition declined", false],
  cash_receipt_not_possible: [409, "No cash receipt possible", false],
  cash_receipt_exists: [409, "Cash receipt already issued", false],
  cash_receipt_declined: [409, "Cash receipt declined", false],
  refund_declined: [409, "Refund declined", false],
  refund_exceeds_balance: [409, "Refund exceeds the refundable amount", false],
  refund_window_closed: [409, "Refund window closed", false],
  partial_refund_not_possible: [409, "Partial refund not possible", false],
  refund_outdated: [409, "The refundable amount has changed", false],
  restock_exceeds: [409, "Restock quantity too high", false],
  need_stands: [409, "Not resolved yet", false],
  call_busy: [409, "Another gateway request is in progress", true],
  gateway_unclear: [409, "Gateway result not known yet", true],
  outdated: [409, "Changed in the meantime", false],
  idempotency_key_in_use: [409, "Idempotency key already in use", false],
  payment_declined: [402, "Payment declined", false],
  payment_failed: [409, "Payment failed", false],
  payment_input_refused: [422, "Payment details rejected by the gateway", false],
  gateway_rejected: [503, "The shop cannot take this payment right now", true],
  refund_account_required: [422, "Refund account required", false],
  idempotency_key_reused: [422, "Idempotency key used for another request", false],
  product_not_found: [422, "Product not found", false],
  currency_not_supported: [422, "Currency not supported", false],
  redirect_not_allowed: [422, "Redirect URL not allowed", false],
  amount_out_of_range: [422, "Amount out of range", false],
  not_configured: [422, "Not configured", false],
  too_many_unpaid_items: [409, "Too many unpaid items", true],
  too_many_endpoints: [409, "Too many webhook endpoints", false],
  too_many_open_orders: [409, "Too many unpaid orders", true],
  too_many_declines: [429, "Too many declined payments", true],
  slow_down: [429, "Card payments are rate limited", true],
  too_many_requests: [429, "Too many requests", true],
  internal_error: [500, "Internal error", true],
  overloaded: [503, "Temporarily overloaded", true],
  not_ready: [503, "Not ready", true],
} as const satisfies Record<string, readonly [status: number, title: string, retryable: boolean]>;

export type ProblemCode = keyof typeof problems;

type FieldError = { field: string; message: string };

type Details = {
  errors?: FieldError[];
  /** The gateway's own error code, unchanged. */
  gateway_code?: string;
  /** Where to look up the current state. */
  see?: string;
  /** Additional response headers. */
  headers?: Record<string, string>;
  /** Which rate limit was exceeded. For the security log only; callers never see it. */
  budget?: string;
};

const mark = Symbol.for("twotrack.problem");

/** An expected failure. The code is the contract; it determines status and title (RFC 9457). */
export class Problem extends Error {
  /** A bundler may load this module twice. Problems thrown by one copy must be recognized by the other. */
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

  /** The response as `application/problem+json`, without a stack trace or secrets. */
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
