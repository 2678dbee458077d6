import { afterAll, describe, expect, test } from "vitest";
import { openToss, type Reply } from "../testing/toss-merchant";

const shop = await openToss();
afterAll(() => shop.close());

/** The error codes in the gateway's documentation, by HTTP status. */
const documented: Record<number, string> = {
  400: `
    ALREADY_PROCESSED_PAYMENT PROVIDER_ERROR INVALID_REQUEST INVALID_API_KEY INVALID_AUTHORIZE_AUTH
    UNAPPROVED_ORDER_ID BELOW_MINIMUM_AMOUNT EXCEED_MAX_AMOUNT EXCEED_MAX_PAYMENT_AMOUNT
    EXCEED_MAX_DAILY_PAYMENT_COUNT EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT
    EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT EXCEED_MAX_CARD_INSTALLMENT_PLAN INVALID_CARD_INSTALLMENT_PLAN
    NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN
    NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT INVALID_REJECT_CARD INVALID_CARD_EXPIRATION
    INVALID_STOPPED_CARD INVALID_CARD_LOST_OR_STOLEN INVALID_CARD_NUMBER CARD_PROCESSING_ERROR
    NOT_ALLOWED_POINT_USE RESTRICTED_TRANSFER_ACCOUNT INVALID_ACCOUNT_INFO_RE_REGISTER NOT_AVAILABLE_PAYMENT
    NOT_FOUND_TERMINAL_ID INVALID_UNREGISTERED_SUBMALL NOT_REGISTERED_BUSINESS ALREADY_CANCELED_PAYMENT
    ALREADY_REFUND_PAYMENT ALREADY_REFUNDING_PAYMENT INVALID_REFUND_ACCOUNT_INFO INVALID_REFUND_ACCOUNT_NUMBER
    INVALID_BANK REFUND_REJECTED FORBIDDEN_BANK_REFUND_REQUEST EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT
    NOT_MATCHES_REFUNDABLE_AMOUNT INVALID_VALID_HOURS_WITH_DUE_DATE_AND_SINGLE EXCEED_MAX_VALID_HOURS
    EXCEED_MAX_DUE_DATE INVALID_ISO_DATE_FORMAT INVALID_DATE INVALID_VIRTUAL_ACCOUNT_TYPE REQUIRED_ACCOUNT_KEY
    INVALID_CASH_RECEIPT_INFO DUPLICATED_CASH_RECEIPT DUPLICATED_ORDER_ID INVALID_ORDER_ID INVALID_ORDER_NAME
    INVALID_EMAIL INVALID_REQUIRED_PARAM REQUIRED_AMOUNT BELOW_ZERO_AMOUNT INVALID_CURRENCY INVALID_PAYMENT_KEY
    DUPLICATED_REQUEST EXCEED_MAX_QUERY_LIMIT INVALID_PAGING_KEY MAINTAINED_METHOD API_VERSION_UPDATE_NEEDED
    INVALID_URL INVALID_URL_FORMAT EXCEEDS_TRANSFER_AMOUNT_MAXIMUM NOT_MATCHES_CUSTOMER_KEY
    INVALID_BILL_KEY_REQUEST INVALID_IDEMPOTENCY_KEY`,
  401: "UNAUTHORIZED_KEY",
  403: `
    REJECT_ACCOUNT_PAYMENT REJECT_CARD_PAYMENT REJECT_CARD_COMPANY FORBIDDEN_REQUEST
    REJECT_TOSSPAY_INVALID_ACCOUNT EXCEED_MAX_AUTH_COUNT EXCEED_MAX_ONE_DAY_AMOUNT NOT_AVAILABLE_BANK
    INVALID_PASSWORD FDS_ERROR INCORRECT_BASIC_AUTH_FORMAT FORBIDDEN_CONSECUTIVE_REQUEST
    NOT_CANCELABLE_AMOUNT NOT_CANCELABLE_PAYMENT EXCEED_MAX_REFUND_DUE EXCEED_MAX_REFUND_AMOUNT
    NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT NOT_ALLOWED_PARTIAL_REFUND NOT_SUPPORTED_REFUND
    NOT_ALLOWED_REFUND_BANK NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER NOT_ALLOWED_CHANGING_ACCOUNT`,
  404: `
    NOT_FOUND_PAYMENT NOT_FOUND_PAYMENT_SESSION NOT_FOUND NOT_FOUND_MERCHANT NOT_FOUND_METHOD
    NOT_FOUND_HTTP_METHOD NOT_FOUND_BILLING`,
  409: "IDEMPOTENT_REQUEST_PROCESSING",
  500: `
    FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING FAILED_INTERNAL_SYSTEM_PROCESSING UNKNOWN_PAYMENT_ERROR
    FAILED_REFUND_PROCESS FAILED_METHOD_HANDLING_CANCEL FAILED_PARTIAL_REFUND COMMON_ERROR UNKNOWN_ERROR
    FAILED_DB_PROCESSING FAILED_METHOD_HANDLING`,
};
const codes = Object.entries(documented).flatMap(([status, text]) =>
  text
    .trim()
    .split(/\s+/)
    .map((code) => [code, Number(status)] as const),
);

const operations: Record<string, (headers: Record<string, string>) => Promise<Reply>> = {
  confirm: (headers) => shop.confirm({ paymentKey: "any", orderId: "any_order", amount: 1_000 }, headers),
  cancel: (headers) => shop.cancel("any", {}, headers),
  look: (headers) => shop.look("any", headers),
  "look by order": (headers) => shop.ask("GET", "/v1/payments/orders/any_order", undefined, headers),
  issue: (headers) => shop.ask("POST", "/v1/virtual-accounts", {}, headers),
  transactions: (headers) => shop.ask("GET", "/v1/transactions", undefined, headers),
};

describe.each(Object.keys(operations))("`TossPayments-Test-Code` on %s", (operation) => {
  const ask = (code: string, more: Record<string, string> = {}) =>
    operations[operation]?.({ "tosspayments-test-code": code, ...more });

  test("returns every documented error, in the language asked for", async () => {
    for (const [code, status] of codes) {
      const [korean, english] = [await ask(code), await ask(code, { "accept-language": "en" })];
      expect([korean?.status, korean?.body.code]).toEqual([status, code]);
      expect(korean?.body.message).toMatch(/[가-힣]/);
      expect(english?.body.message).not.toMatch(/[가-힣]/);
      expect(Object.keys(korean?.body ?? {})).toEqual(["code", "message"]);
    }
  });

  test("refuses an unknown code", async () => {
    const unknown = await ask("NO_SUCH_CODE");
    expect([unknown?.status, unknown?.body.code]).toEqual([400, "INVALID_TEST_CODE"]);
  });
});

test("a test code changes nothing", async () => {
  const payment = await shop.buyer();
  for (const [code] of codes) await shop.confirm(payment, { "tosspayments-test-code": code });
  expect((await shop.look(payment.paymentKey)).body.status).toBe("IN_PROGRESS");
  expect((await shop.requests(payment.orderId)).some(({ acted }) => acted)).toBe(false);
});
