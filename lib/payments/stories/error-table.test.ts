import { expect, test } from "vitest";
import { declinedSince } from "@/db/limits";
import { refundById } from "@/db/refunds";
import { db } from "@/db/store";
import { cancelErrors } from "@/emulators/toss/errors/cancel";
import { paymentErrors } from "@/emulators/toss/errors/payment";
import { requestErrors } from "@/emulators/toss/errors/request";
import { listenForAlarms } from "@/testing/alarms";
import { fault, looksAt, turnClock, writesAsked } from "@/testing/gateway";
import { anAuthenticatedPayment, aPaidPayment, confirmWith, orderNow, paymentNow } from "@/testing/makers";
import { seconds } from "../../clock";
import { confirmDeclines, refundDeclines } from "../../gateways/toss/codes";
import { refund } from "../refunds/refund";
import { reconcileOnce } from "../worker/reconcile";

// Toss's published errors for confirm and cancel, each classified by hand. Codes that are not listed count as unknown
// too.

const confirmTable = {
  declined: `
    EXCEED_MAX_AMOUNT EXCEED_MAX_PAYMENT_AMOUNT EXCEED_MAX_DAILY_PAYMENT_COUNT
    EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT EXCEED_MAX_ONE_DAY_AMOUNT EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT
    EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT EXCEED_MAX_AUTH_COUNT EXCEED_MAX_CARD_INSTALLMENT_PLAN
    INVALID_CARD_INSTALLMENT_PLAN NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT
    NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN INVALID_REJECT_CARD INVALID_CARD_EXPIRATION INVALID_STOPPED_CARD
    INVALID_CARD_LOST_OR_STOLEN INVALID_CARD_NUMBER NOT_ALLOWED_POINT_USE
    RESTRICTED_TRANSFER_ACCOUNT INVALID_ACCOUNT_INFO_RE_REGISTER NOT_AVAILABLE_PAYMENT NOT_AVAILABLE_BANK
    INVALID_PASSWORD FDS_ERROR REJECT_ACCOUNT_PAYMENT REJECT_CARD_PAYMENT REJECT_CARD_COMPANY
    REJECT_TOSSPAY_INVALID_ACCOUNT EXCEEDS_TRANSFER_AMOUNT_MAXIMUM
    NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT`,
  rejected: `
    UNAUTHORIZED_KEY INVALID_API_KEY INVALID_AUTHORIZE_AUTH INCORRECT_BASIC_AUTH_FORMAT NOT_FOUND_TERMINAL_ID
    INVALID_UNREGISTERED_SUBMALL NOT_REGISTERED_BUSINESS INVALID_REQUEST UNAPPROVED_ORDER_ID
    BELOW_MINIMUM_AMOUNT`,
  // The gateway says that the payment does not exist, and a look finds it all the same.
  contradicted: "FORBIDDEN_REQUEST NOT_FOUND_PAYMENT NOT_FOUND_PAYMENT_SESSION",
  unknown: `
    ALREADY_PROCESSED_PAYMENT PROVIDER_ERROR CARD_PROCESSING_ERROR
    FORBIDDEN_CONSECUTIVE_REQUEST TOO_MANY_REQUESTS
    FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING FAILED_INTERNAL_SYSTEM_PROCESSING UNKNOWN_PAYMENT_ERROR`,
  running: "IDEMPOTENT_REQUEST_PROCESSING",
};

const cancelTable = {
  declined: `
    INVALID_REFUND_ACCOUNT_INFO INVALID_REFUND_ACCOUNT_NUMBER REFUND_REJECTED FORBIDDEN_BANK_REFUND_REQUEST
    EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT NOT_CANCELABLE_AMOUNT NOT_CANCELABLE_PAYMENT
    NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER EXCEED_MAX_REFUND_DUE EXCEED_MAX_REFUND_AMOUNT
    NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT NOT_ALLOWED_PARTIAL_REFUND NOT_SUPPORTED_REFUND
    NOT_ALLOWED_REFUND_BANK INVALID_BANK`,
  rejected: `
    UNAUTHORIZED_KEY INCORRECT_BASIC_AUTH_FORMAT INVALID_REQUEST EXCEED_CANCEL_LIMIT INVALID_API_KEY
    NOT_REGISTERED_BUSINESS`,
  contradicted: "FORBIDDEN_REQUEST NOT_FOUND_PAYMENT",
  unknown: `
    ALREADY_CANCELED_PAYMENT ALREADY_REFUND_PAYMENT ALREADY_REFUNDING_PAYMENT
    PROVIDER_ERROR NOT_MATCHES_REFUNDABLE_AMOUNT FORBIDDEN_CONSECUTIVE_REQUEST
    NOT_AVAILABLE_BANK TOO_MANY_REQUESTS
    FAILED_INTERNAL_SYSTEM_PROCESSING FAILED_REFUND_PROCESS FAILED_METHOD_HANDLING_CANCEL
    FAILED_PARTIAL_REFUND COMMON_ERROR FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING`,
  running: "IDEMPOTENT_REQUEST_PROCESSING",
};

const codes = (text: string) => text.trim().split(/\s+/);
const catalog = { ...paymentErrors, ...cancelErrors, ...requestErrors };

test("rule 12: the lists of declines are closed, and hold refusals by issuer, account or limit only", () => {
  expect([...confirmDeclines].toSorted()).toEqual(codes(confirmTable.declined).toSorted());
  expect([...refundDeclines].toSorted()).toEqual(codes(cancelTable.declined).toSorted());
});

test("rule 12: no server error is on a list of declines", () => {
  const serverErrors = Object.entries(catalog).filter(([, [status]]) => status >= 500 || status === 429);
  expect(serverErrors.length).toBeGreaterThan(10);
  for (const [code] of serverErrors) {
    expect(confirmDeclines.has(code)).toBe(false);
    expect(refundDeclines.has(code)).toBe(false);
  }
});

// `keys` is the number of idempotency keys it was sent under: an answered error needs a new one, since the gateway
// would replay it, and a request that is still running must keep its key.

test("rule 12: a declined confirm ends the attempt, a rejected one frees it; anything else is asked again", async () => {
  expect(await walk(confirmTable, confirmUnder)).toEqual(
    outcomes(confirmTable, {
      declined: (code) => ({ ends: "failed", because: code, asked: 1, keys: 1, looked: false, alarm: false }),
      rejected: (code) => ({ ends: "ready", because: code, asked: 1, keys: 1, looked: true, alarm: true }),
      contradicted: (code) => ({
        ends: "ready",
        because: code,
        asked: 1,
        keys: 1,
        looked: true,
        alarm: true,
      }),
      unknown: () => ({ ends: "paid", because: null, asked: 2, keys: 2, looked: true, alarm: false }),
      running: () => ({ ends: "paid", because: null, asked: 2, keys: 1, looked: true, alarm: false }),
    }),
  );
});

test("rule 12: a declined or rejected refund is released; anything else is queried and asked again", async () => {
  expect(await walk(cancelTable, refundUnder)).toEqual(
    outcomes(cancelTable, {
      declined: (code) => ({ ends: "failed", because: code, asked: 1, keys: 1, looked: false, alarm: false }),
      rejected: (code) => ({ ends: "failed", because: code, asked: 1, keys: 1, looked: true, alarm: true }),
      contradicted: (code) => ({
        ends: "failed",
        because: code,
        asked: 1,
        keys: 1,
        looked: true,
        alarm: true,
      }),
      unknown: () => ({ ends: "done", because: null, asked: 2, keys: 2, looked: true, alarm: false }),
      running: () => ({ ends: "done", because: null, asked: 2, keys: 1, looked: true, alarm: false }),
    }),
  );
});

async function confirmUnder(code: string) {
  const { order, payment, paymentKey } = await anAuthenticatedPayment();
  const orderId = payment.gatewayOrderId;
  await oneError(code, "confirm", orderId);
  const answered = await confirmWith(payment, paymentKey);
  // Any refusal leaves the order open to be paid again, and never leaves it waiting.
  expect(await orderNow(order)).toMatchObject({
    status: answered.status === "paid" ? "paid" : "open",
    askingPaymentId: null,
  });
  // Only a decline counts toward the limit on declines.
  const counted = await declinedSince(db, [order.id], "toss", new Date(0), 9);
  expect([code, counted.length]).toEqual([code, answered.status === "failed" ? 1 : 0]);
  const asked = await askedOf(orderId, "confirm");
  return async () => ({ ends: answered.status, because: answered.failureCode, ...asked });
}

async function refundUnder(code: string) {
  const { payment } = await aPaidPayment();
  const orderId = payment.gatewayOrderId;
  await oneError(code, "cancel", orderId);
  const { id } = await refund({ paymentId: payment.id, reason: "변심", requestedBy: "sora", waitMs: 8_000 });
  return async () => {
    const ended = await refundById(db, id);
    expect((await paymentNow(payment)).refundPending).toBe(0);
    return { ends: ended?.state, because: ended?.failureCode ?? null, ...(await askedOf(orderId, "cancel")) };
  };
}

/** The gateway stores an error under the key it answered, but not that the request is still in progress. */
const oneError = (code: string, operation: "confirm" | "cancel", orderId: string) =>
  code === "IDEMPOTENT_REQUEST_PROCESSING"
    ? fault("in_progress", { operation, times: 1, orderId })
    : fault("error", { operation, times: 1, orderId, code });

async function askedOf(orderId: string, operation: "confirm" | "cancel") {
  const asked = (await writesAsked(orderId)).filter((request) => request.operation === operation);
  const keys = new Set(asked.map((request) => request.idempotencyKey)).size;
  return { asked: asked.length, keys, looked: (await looksAt(orderId)) > 0 };
}

type Table = typeof confirmTable;

/** The outcome of each code in a table, eight at a time, after reconcile has run. */
async function walk<Outcome>(table: Table, under: (code: string) => Promise<() => Promise<Outcome>>) {
  const alarms = listenForAlarms();
  const left = Object.values(table).flatMap(codes);
  const found = new Map<string, () => Promise<Outcome>>();
  const worker = async () => {
    for (let code = left.pop(); code; code = left.pop()) found.set(code, await under(code));
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  await turnClock(seconds(10));
  await reconcileOnce();
  const alarmed = new Set(alarms().map((alarm) => alarm.code));
  const entries = [...found].map(async ([code, outcome]) => [
    code,
    { ...(await outcome()), alarm: alarmed.has(code) },
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

const outcomes = (table: Table, expected: Record<keyof Table, (code: string) => object>) =>
  Object.fromEntries(
    (Object.keys(table) as (keyof Table)[]).flatMap((kind) =>
      codes(table[kind]).map((code) => [code, expected[kind](code)] as const),
    ),
  );
