import { z } from "zod";
import type { Snapshot, Why } from "../gateway";

// Toss's words stay in this file. Source for shapes and codes: Toss Payments core API reference,
// version 2022-11-16, its error-code tables and its webhook guide.

const Amount = z.int().nonnegative();

/** Fields and enum members are added without notice, so only what is used is read, and strings stay open. */
export const TossPayment = z.object({
  paymentKey: z.string(),
  orderId: z.string(),
  status: z.string(),
  method: z.string().nullish(),
  currency: z.string(),
  totalAmount: Amount,
  balanceAmount: Amount,
  approvedAt: z.string().nullish(),
  lastTransactionKey: z.string().nullish(),
  cancels: z
    .array(
      z.object({
        cancelAmount: Amount,
        cancelReason: z.string().nullish(),
        transactionKey: z.string(),
        cancelStatus: z.string().nullish(),
      }),
    )
    .nullish(),
  card: z
    .object({
      issuerCode: z.string().nullish(),
      number: z.string().nullish(),
      installmentPlanMonths: z.int().nullish(),
    })
    .nullish(),
  virtualAccount: z.object({ dueDate: z.string().nullish() }).nullish(),
  receipt: z.object({ url: z.url({ protocol: /^https?$/ }) }).nullish(),
  failure: z.object({ code: z.string() }).nullish(),
});

export const TossError = z.object({ code: z.string(), message: z.string().optional() });

/** Anybody can send a webhook: what is no id at all is not looked for in the database. */
const Id = z.string().regex(/^[\x21-\x7e]{1,200}$/);

const Webhook = z.object({
  orderId: Id.optional(),
  data: z.object({ paymentKey: Id.optional(), orderId: Id.optional() }).optional(),
});

const statuses: Record<string, Snapshot["status"]> = {
  READY: "ready",
  IN_PROGRESS: "authenticated",
  WAITING_FOR_DEPOSIT: "waiting_for_deposit",
  DONE: "captured",
  PARTIAL_CANCELED: "captured",
  ABORTED: "failed",
  EXPIRED: "expired",
};

/** Reads a Payment object as a snapshot. */
export function snapshotOf(payment: z.output<typeof TossPayment>): Snapshot {
  // Money was taken if it was ever approved: a canceled payment without an approval never was.
  const approved = payment.approvedAt != null;
  const status =
    payment.status === "CANCELED" ? (approved ? "captured" : "canceled") : statuses[payment.status];
  const captured = status === "captured" ? payment.totalAmount : 0;
  const refunds = (payment.cancels ?? []).filter((cancel) => (cancel.cancelStatus ?? "DONE") === "DONE");
  return {
    status: status ?? "unrecognized",
    paymentKey: payment.paymentKey,
    orderId: payment.orderId,
    amount: payment.totalAmount,
    currency: payment.currency,
    captured,
    // `lastTransactionKey` names the newest cancel once there is one; then the payment key names the taking.
    captureTransaction:
      captured === 0
        ? null
        : payment.cancels?.length
          ? payment.paymentKey
          : (payment.lastTransactionKey ?? payment.paymentKey),
    refunds:
      captured === 0
        ? []
        : refunds.map((cancel) => ({
            transaction: cancel.transactionKey,
            amount: cancel.cancelAmount,
            reason: cancel.cancelReason ?? "",
          })),
    failureCode: payment.failure?.code ?? null,
    approvedAt: instant(payment.approvedAt),
    dueAt: instant(payment.virtualAccount?.dueDate),
    detail: {
      method: payment.method ?? undefined,
      card: payment.card
        ? {
            issuer: payment.card.issuerCode ?? "",
            number: payment.card.number ?? "",
            installmentMonths: payment.card.installmentPlanMonths ?? 0,
          }
        : undefined,
      receiptUrl: payment.receipt?.url,
    },
  };
}

/** Toss writes times with +09:00, and due dates sometimes without: those are Seoul's too. */
function instant(text: string | null | undefined): Date | null {
  if (!text) return null;
  const at = new Date(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}+09:00`);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** Which payment a webhook is about, as far as it says. */
export function readWebhook(body: string) {
  try {
    const event = Webhook.parse(JSON.parse(body));
    const paymentKey = event.data?.paymentKey ?? null;
    const orderId = event.data?.orderId ?? event.orderId ?? null;
    return paymentKey || orderId ? { paymentKey, orderId } : null;
  } catch {
    return null;
  }
}

/**
 * Refusals of a confirm by issuer, account or limit, after which nothing was taken. The list is closed:
 * every other code leaves us not knowing. Source: Toss error codes, "confirm payment".
 */
export const confirmDeclines: ReadonlySet<string> = new Set([
  "BELOW_MINIMUM_AMOUNT",
  "EXCEED_MAX_AMOUNT",
  "EXCEED_MAX_PAYMENT_AMOUNT",
  "EXCEED_MAX_DAILY_PAYMENT_COUNT",
  "EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT",
  "EXCEED_MAX_ONE_DAY_AMOUNT",
  "EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT",
  "EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT",
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
  "CARD_PROCESSING_ERROR",
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

/** Refusals of a cancel after which nothing was given back. Source: Toss error codes, "cancel payment". */
export const refundDeclines: ReadonlySet<string> = new Set([
  "INVALID_REFUND_ACCOUNT_INFO",
  "INVALID_REFUND_ACCOUNT_NUMBER",
  "REFUND_REJECTED",
  "FORBIDDEN_BANK_REFUND_REQUEST",
  "EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT",
  "NOT_CANCELABLE_AMOUNT",
  "NOT_CANCELABLE_PAYMENT",
  "NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER",
  "EXCEED_MAX_REFUND_DUE",
  "EXCEED_MAX_REFUND_AMOUNT",
  "NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT",
  "NOT_ALLOWED_PARTIAL_REFUND",
  "NOT_SUPPORTED_REFUND",
  "NOT_ALLOWED_REFUND_BANK",
]);

/** Errors of keys or contract: the operator must act, and until then nothing is known. */
const setupCodes: ReadonlySet<string> = new Set([
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

/** The payment key opens nothing, or nothing of the order it came with. */
const absentCodes: ReadonlySet<string> = new Set([
  "NOT_FOUND_PAYMENT",
  "NOT_FOUND_PAYMENT_SESSION",
  "FORBIDDEN_REQUEST",
]);

/** What an error code that is no decline says about our not knowing. */
export function whyOf(code: string): Why {
  if (setupCodes.has(code)) return "setup";
  if (absentCodes.has(code)) return "no_such_payment";
  return code === "IDEMPOTENT_REQUEST_PROCESSING" ? "in_progress" : "error";
}

/** True when a look's error says that there is no such payment. */
export const isAbsent = (status: number, code: string) =>
  status === 404 && /^NOT_FOUND(_PAYMENT)?$/.test(code);
