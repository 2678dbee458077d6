import { z } from "zod";
import type { PaymentMethod } from "../../contracts/methods";
import type { Snapshot } from "../gateway";
import { confirmDeclines } from "./codes";

// Toss's words stay in this file. Source for shapes and codes: Toss Payments core API reference,
// version 2022-11-16, its error-code tables and its webhook guide.

const Amount = z.int().nonnegative();

/** Fields and enum members are added without notice, so only what is used is read, and strings stay open. */
export const TossPayment = z.object({
  version: z.string().nullish().catch(undefined),
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
  // Old versions of the API give the wallet's name alone.
  easyPay: z
    .union([
      z.object({ provider: z.string(), amount: Amount.nullish(), discountAmount: Amount.nullish() }),
      z.string(),
    ])
    .nullish(),
  transfer: z.object({ bankCode: z.string().nullish() }).nullish(),
  virtualAccount: z
    .object({
      accountNumber: z.string().nullish(),
      bankCode: z.string().nullish(),
      customerName: z.string().nullish(),
      dueDate: z.string().nullish(),
      expired: z.boolean().nullish(),
    })
    .nullish(),
  secret: z.string().nullish(),
  receipt: z.object({ url: z.url({ protocol: /^https?$/ }) }).nullish(),
  failure: z.object({ code: z.string() }).nullish(),
});

/** The version of the API that is read here: a setting of the merchant's in Toss's developer center. */
export const apiVersion = "2022-11-16";

export const TossError = z
  .object({ code: z.string().optional(), message: z.string().optional() })
  .refine(({ code, message }) => code !== undefined || message !== undefined);

/** Anybody can send a webhook: what is no id at all is not looked for in the database. */
const Id = z.string().regex(/^[\x21-\x7e]{1,200}$/);

const Webhook = z.object({
  orderId: Id.optional(),
  secret: Id.optional(),
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

/** Toss says how it was paid in Korean, or in English when asked so. Source: Toss core API, `method`. */
const methods: Record<string, PaymentMethod> = {
  카드: "CARD",
  가상계좌: "VIRTUAL_ACCOUNT",
  계좌이체: "TRANSFER",
  휴대폰: "MOBILE",
  간편결제: "EASY_PAY",
};

/** Reads a Payment object as a snapshot. */
export function snapshotOf(payment: z.output<typeof TossPayment>): Snapshot {
  const status = statusOf(payment);
  const captured = status === "captured" ? payment.totalAmount : 0;
  const refunds = (payment.cancels ?? []).filter((cancel) => (cancel.cancelStatus ?? "DONE") === "DONE");
  return {
    status,
    paymentKey: payment.paymentKey,
    sessionKey: null,
    door: null,
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
            refundId: /\((rf_[a-z0-9]+)\)$/.exec(cancel.cancelReason ?? "")?.[1] ?? null,
            state: "done",
          })),
    // A card holder's objection reaches the shop by other ways than Toss's API.
    disputes: [],
    // What Toss keeps is in its settlements, which are read by the day.
    fee: null,
    failureCode: payment.failure?.code ?? null,
    isDecline: confirmDeclines.has(payment.failure?.code ?? ""),
    approvedAt: readInstant(payment.approvedAt),
    method: methods[payment.method ?? ""] ?? null,
    dueAt: readInstant(payment.virtualAccount?.dueDate),
    // An account past its time keeps its status, and only this mark says so.
    closed: payment.virtualAccount?.expired ?? false,
    depositSecret: payment.secret ?? null,
    detail: detailOf(payment),
  };
}

function statusOf(payment: z.output<typeof TossPayment>): Snapshot["status"] {
  // Money was taken if it was ever approved: a canceled payment without an approval never was.
  if (payment.status === "CANCELED") return payment.approvedAt != null ? "captured" : "canceled";
  return statuses[payment.status] ?? "unrecognized";
}

function detailOf({
  method,
  card,
  easyPay,
  transfer,
  virtualAccount,
  receipt,
}: z.output<typeof TossPayment>) {
  const wallet = typeof easyPay === "string" ? { provider: easyPay } : easyPay;
  return {
    method: method ?? undefined,
    card: card
      ? {
          issuer: card.issuerCode ?? "",
          number: card.number ?? "",
          installmentMonths: card.installmentPlanMonths ?? 0,
        }
      : undefined,
    easyPay: wallet
      ? { provider: wallet.provider, amount: wallet.amount ?? 0, discount: wallet.discountAmount ?? 0 }
      : undefined,
    transfer: transfer ? { bank: transfer.bankCode ?? "" } : undefined,
    virtualAccount: virtualAccount
      ? {
          bank: virtualAccount.bankCode ?? "",
          accountNumber: virtualAccount.accountNumber ?? "",
          holderName: virtualAccount.customerName ?? "",
          dueAt: readInstant(virtualAccount.dueDate)?.toISOString() ?? null,
        }
      : undefined,
    receiptUrl: receipt?.url,
  };
}

/** Toss writes times with +09:00, and due dates sometimes without: those are Seoul's too. */
export function readInstant(text: string | null | undefined): Date | null {
  if (!text) return null;
  const at = new Date(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}+09:00`);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** An instant as Toss takes it: Seoul's time, to the second, without an offset. */
export const writeInstant = (at: Date) =>
  new Date(at.getTime() + 9 * 3_600_000).toISOString().slice(0, "2026-11-21T09:00:00".length);

/** What kind of cash receipt, in Toss's words. */
export const cashReceiptTypes = { income_deduction: "소득공제", expense_proof: "지출증빙" } as const;

/**
 * Which payment a webhook is about, as far as it says. Only the flat event of a deposit carries a secret
 * of its own; the one inside a payment comes back in every look.
 */
export function readWebhook(body: string) {
  try {
    const event = Webhook.parse(JSON.parse(body));
    const paymentKey = event.data?.paymentKey ?? null;
    const orderId = event.data?.orderId ?? event.orderId ?? null;
    return {
      about: paymentKey || orderId ? { paymentKey, orderId, sessionKey: null } : null,
      secret: event.secret ?? null,
    };
  } catch {
    return { about: null, secret: null };
  }
}

/**
 * A webhook's body without the account into which its shopper wants a refund, which Toss tells for half an hour after its
 * window was opened. Source: Toss core API, `virtualAccount.refundReceiveAccount`.
 */
export function withoutAccounts(body: string): string {
  if (!body.includes(accountField)) return body;
  try {
    return JSON.stringify(JSON.parse(body, (name, value) => (name === accountField ? null : value)));
  } catch {
    return body;
  }
}

const accountField = "refundReceiveAccount";
