import type { Rejected, Why } from "../gateway";
import { isVague } from "../rejected";

// What Toss's error codes mean for us. Source: Toss Payments, error codes by API.

/**
 * Refusals of a confirm by issuer, account or limit, after which nothing was captured. The list is closed: no other
 * code is a decline. Source: Toss error codes, "confirm payment".
 */
export const confirmDeclines: ReadonlySet<string> = new Set([
  "EXCEED_MAX_AMOUNT",
  "EXCEED_MAX_PAYMENT_AMOUNT",
  "EXCEED_MAX_DAILY_PAYMENT_COUNT",
  "EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT",
  "EXCEED_MAX_ONE_DAY_AMOUNT",
  "EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT",
  "EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT",
  "EXCEEDS_TRANSFER_AMOUNT_MAXIMUM",
  "NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT",
  "EXCEED_MAX_AUTH_COUNT",
  "EXCEED_MAX_CARD_INSTALLMENT_PLAN",
  "INVALID_CARD_INSTALLMENT_PLAN",
  "NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT",
  "NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN",
  "INVALID_REJECT_CARD",
  "INVALID_CARD_EXPIRATION",
  "INVALID_STOPPED_CARD",
  "INVALID_CARD_LOST_OR_STOLEN",
  "INVALID_CARD_NUMBER",
  "NOT_ALLOWED_POINT_USE",
  "RESTRICTED_TRANSFER_ACCOUNT",
  "INVALID_ACCOUNT_INFO_RE_REGISTER",
  "NOT_AVAILABLE_PAYMENT",
  "NOT_AVAILABLE_BANK",
  "INVALID_PASSWORD",
  "FDS_ERROR",
  "REJECT_ACCOUNT_PAYMENT",
  "REJECT_CARD_PAYMENT",
  "REJECT_CARD_COMPANY",
  "REJECT_TOSSPAY_INVALID_ACCOUNT",
]);

/**
 * Refusals by a bank or a limit to open a virtual account, after which there is none. Source: Toss error codes, "issue
 * virtual account".
 */
export const issueDeclines: ReadonlySet<string> = new Set([
  "EXCEED_MAX_AMOUNT",
  "EXCEED_MAX_PAYMENT_AMOUNT",
  "NOT_AVAILABLE_BANK",
  "NOT_AVAILABLE_PAYMENT",
]);

/** The order has a cash receipt. It may be ours, if our answer was lost. Source: Toss error codes. */
export const duplicatedReceipt = "DUPLICATED_CASH_RECEIPT";

/** Values that the caller chose and can replace, and cash receipts that the order has already. */
export const refusedInputs: ReadonlySet<string> = new Set([
  "INVALID_BANK",
  "INVALID_CASH_RECEIPT_INFO",
  duplicatedReceipt,
  "INVALID_EMAIL",
]);

/** Refusals of a cancel that another account may resolve. Source: Toss error codes, "cancel payment". */
export const accountDeclines: ReadonlySet<string> = new Set([
  "INVALID_REFUND_ACCOUNT_INFO",
  "INVALID_REFUND_ACCOUNT_NUMBER",
  "FORBIDDEN_BANK_REFUND_REQUEST",
  "NOT_ALLOWED_REFUND_BANK",
  "INVALID_BANK",
]);

/** Refusals of a cancel after which nothing was refunded. Source: Toss error codes, "cancel payment". */
export const refundDeclines: ReadonlySet<string> = new Set([
  ...accountDeclines,
  "REFUND_REJECTED",
  "EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT",
  "NOT_CANCELABLE_AMOUNT",
  "NOT_CANCELABLE_PAYMENT",
  "NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER",
  "EXCEED_MAX_REFUND_DUE",
  "EXCEED_MAX_REFUND_AMOUNT",
  "NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT",
  "NOT_ALLOWED_PARTIAL_REFUND",
  "NOT_SUPPORTED_REFUND",
]);

/**
 * Refusals to cancel a cash receipt, after which nothing was canceled: more than is left of it. Source: Toss error codes.
 */
export const receiptDeclines: ReadonlySet<string> = new Set(["NOT_CANCELABLE_AMOUNT"]);

/** Errors of keys or contract, which Toss checks before anything else: the operator must act. */
const keyCodes: ReadonlySet<string> = new Set([
  "UNAUTHORIZED_KEY",
  "INVALID_API_KEY",
  "INVALID_AUTHORIZE_AUTH",
  "INCORRECT_BASIC_AUTH_FORMAT",
  "NOT_FOUND_TERMINAL_ID",
  "INVALID_UNREGISTERED_SUBMALL",
  "NOT_REGISTERED_BUSINESS",
  "INVALID_TEST_CODE",
  "API_VERSION_UPDATE_NEEDED",
]);

/** What a rejected request is about, by its code. A 401 is about the keys, whatever its code. */
export const aboutOf = (status: number, code: string | null): Rejected["about"] =>
  status === 401 || keyCodes.has(code ?? "") ? "keys" : refusedInputs.has(code ?? "") ? "input" : "request";

/** The payment key does not exist, or does not belong to the order it came with. */
const absentCodes: ReadonlySet<string> = new Set([
  "NOT_FOUND_PAYMENT",
  "NOT_FOUND_PAYMENT_SESSION",
  "INVALID_PAYMENT_KEY",
  "FORBIDDEN_REQUEST",
]);

/**
 * Client errors that concern the payment or the moment rather than our request: another request was faster, the bank is
 * closed, the issuer's system failed. The actual state comes from a look.
 */
const undecidedCodes: ReadonlySet<string> = new Set([
  "ALREADY_PROCESSED_PAYMENT",
  "ALREADY_CANCELED_PAYMENT",
  "ALREADY_REFUND_PAYMENT",
  "ALREADY_REFUNDING_PAYMENT",
  "ALREADY_COMPLETED_PAYMENT",
  "NOT_MATCHES_REFUNDABLE_AMOUNT",
  "DUPLICATED_ORDER_ID",
  "DUPLICATED_REQUEST",
  "EXPIRED_PAYMENT",
  "PROVIDER_ERROR",
  "CARD_PROCESSING_ERROR",
  "MAINTAINED_METHOD",
  "NOT_AVAILABLE_BANK",
  "NOT_AVAILABLE_PAYMENT",
  "FORBIDDEN_CONSECUTIVE_REQUEST",
  "TOO_MANY_REQUESTS",
  "COMMON_ERROR",
]);

/**
 * Why an error that is not a decline leaves the outcome unknown; undefined if Toss rejected the request. `code` is null
 * if the body has none.
 */
export function whyOf(status: number, code: string | null): Why | undefined {
  if (status === 409 || code === "IDEMPOTENT_REQUEST_PROCESSING") return "in_progress";
  if (isVague(status)) return "error";
  if (code !== null && absentCodes.has(code)) return "no_such_payment";
  return code !== null && undecidedCodes.has(code) ? "error" : undefined;
}

/** Whether a look's error says that there is no such payment. */
export const isAbsent = (status: number, code: string) =>
  status === 404 && /^NOT_FOUND(_PAYMENT)?$/.test(code);
