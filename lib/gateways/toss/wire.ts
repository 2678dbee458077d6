import { z } from "zod";
import type { Acquisition } from "../../contracts/acquisition";
import type { CashReceiptState, ReportedCashReceipt } from "../../contracts/cash-receipts";
import type { PaymentMethod } from "../../contracts/methods";
import type { Snapshot } from "../gateway";
import { withoutField } from "../without-field";
import { confirmDeclines } from "./codes";

// Toss's vocabulary stays in this file. Source for shapes and codes: Toss Payments core API reference, version
// 2022-11-16, its error-code tables and its webhook guide.

const Amount = z.int().nonnegative();

/**
 * Only fields that decide about money are parsed strictly: IDs, status, amounts, currency, cancels. The rest is detail
 * for receipts and is dropped if malformed: it must not make a paid payment unreadable.
 */
const optional = <Type extends z.ZodType>(type: Type) => type.nullish().catch(undefined);
const text = optional(z.string());

/** Source: Toss core API, `cashReceipts`. */
const CashReceipt = z.object({
  receiptKey: z.string(),
  type: z.string(),
  transactionType: z.string(),
  amount: Amount,
  taxFreeAmount: optional(Amount),
  issueStatus: text,
  failure: optional(z.object({ code: z.string() })),
  receiptUrl: optional(z.url({ protocol: /^https?$/ })),
  requestedAt: text,
});

/** A receipt that was issued apart from a payment, or the cancellation of one. Source: Toss core API, cash receipts. */
export const TossReceiptApart = CashReceipt.extend({
  orderId: z.string(),
  // Without it, two cancellations of a receipt could not be told apart.
  requestedAt: z.string().refine((at) => readInstant(at) !== null),
});

/** Fields and enum members are added without notice, so only what is used is parsed, and strings stay open. */
export const TossPayment = z.object({
  version: z.string().nullish().catch(undefined),
  paymentKey: z.string(),
  orderId: z.string(),
  status: z.string(),
  currency: z.string(),
  totalAmount: Amount,
  balanceAmount: Amount,
  // Its presence shows whether money was ever captured; the time itself is only for the receipt.
  approvedAt: z.unknown().optional(),
  cancels: z
    .array(
      z.object({
        cancelAmount: Amount,
        cancelReason: text,
        transactionKey: z.string(),
        cancelStatus: z.string().nullish(),
        taxFreeAmount: optional(Amount),
        cardDiscountAmount: optional(Amount),
        transferDiscountAmount: optional(Amount),
        easyPayDiscountAmount: optional(Amount),
      }),
    )
    .nullish(),
  method: text,
  lastTransactionKey: text,
  card: optional(
    z.object({
      amount: optional(Amount),
      issuerCode: text,
      number: text,
      installmentPlanMonths: optional(z.int().nonnegative()),
      isInterestFree: optional(z.boolean()),
      useCardPoint: optional(z.boolean()),
      acquireStatus: text,
    }),
  ),
  // Old API versions return only the wallet's name.
  easyPay: optional(
    z.union([
      z.object({ provider: text, amount: optional(Amount), discountAmount: optional(Amount) }),
      z.string(),
    ]),
  ),
  transfer: optional(z.object({ bankCode: text })),
  // If malformed, the account counts as open and its refunds as pending, so that no conclusion is drawn.
  virtualAccount: optional(
    z.object({
      accountNumber: text,
      bankCode: text,
      customerName: text,
      dueDate: text,
      expired: optional(z.boolean()),
      refundStatus: text,
    }),
  ),
  // The receipt in effect, and all receipts with their cancellations, in no order.
  cashReceipts: optional(z.array(CashReceipt)),
  isPartialCancelable: optional(z.boolean()),
  taxFreeAmount: optional(Amount),
  taxExemptionAmount: optional(Amount),
  discount: optional(z.object({ amount: Amount })),
  secret: text,
  receipt: optional(z.object({ url: z.url({ protocol: /^https?$/ }) })),
  failure: optional(z.object({ code: z.string() })),
});

/** The API version that is read here, a setting of the merchant in Toss's developer center. */
export const apiVersion = "2022-11-16";

/** The answer to a request to have a payment acquired. Source: Toss core API, `POST /v1/settlements`. */
export const TossAcquired = z.object({ result: z.literal(true) });

export const TossError = z
  .object({ code: z.string().optional(), message: z.string().optional().catch(undefined) })
  .refine(({ code, message }) => code !== undefined || message !== undefined);

/** Anybody can send a webhook, so values that are not IDs are not looked up in the database. */
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

/** Toss names the method in Korean, or in English on request. Source: Toss core API, `method`. */
const methods: Record<string, PaymentMethod> = {
  카드: "CARD",
  가상계좌: "VIRTUAL_ACCOUNT",
  계좌이체: "TRANSFER",
  휴대폰: "MOBILE",
  간편결제: "EASY_PAY",
  해외간편결제: "EASY_PAY",
};

/** Source: Toss core API, `card.acquireStatus`. */
const acquisitions: Record<string, Acquisition> = {
  READY: "ready",
  REQUESTED: "requested",
  COMPLETED: "completed",
  CANCEL_REQUESTED: "cancel_requested",
  CANCELED: "canceled",
};

/** Converts a Payment object to a snapshot. */
export function snapshotOf(payment: z.output<typeof TossPayment>): Snapshot {
  const status = statusOf(payment);
  const captured = status === "captured" ? payment.totalAmount : 0;
  const refunds = captured === 0 ? [] : refundsOf(payment);
  return {
    status,
    paymentKey: payment.paymentKey,
    sessionKey: null,
    surface: null,
    orderId: payment.orderId,
    amount: payment.totalAmount,
    currency: payment.currency,
    captured,
    taxFree: captured === 0 ? undefined : taxFreeOf(payment),
    // After a cancel, `lastTransactionKey` is the cancel's, so the payment key identifies the capture.
    captureTransaction:
      captured === 0
        ? null
        : payment.cancels?.length
          ? payment.paymentKey
          : (payment.lastTransactionKey ?? payment.paymentKey),
    refunds,
    doubt: captured > 0 && !addsUp(payment, refunds) ? "balance" : null,
    // Cardholder disputes do not reach the shop through Toss's API.
    disputes: [],
    // Toss's fees are in its settlements, which are read by the day.
    fee: null,
    failureCode: payment.failure?.code ?? null,
    isDecline: confirmDeclines.has(payment.failure?.code ?? ""),
    approvedAt: readInstant(payment.approvedAt),
    method: methods[payment.method ?? ""] ?? null,
    dueAt: readInstant(payment.virtualAccount?.dueDate),
    captureBefore: null,
    // An expired account keeps its status; only this flag shows it.
    closed: payment.virtualAccount?.expired ?? false,
    depositSecret: payment.secret ?? null,
    detail: detailOf(payment),
  };
}

/**
 * The tax-free part of the whole payment: what is left of it and what its cancels took. Undefined if Toss does not say, or
 * if that is more than the payment. Source: Toss core API, `taxFreeAmount` and `cancels[].taxFreeAmount`.
 */
function taxFreeOf({
  taxFreeAmount,
  cancels,
  totalAmount,
}: z.output<typeof TossPayment>): number | undefined {
  if (taxFreeAmount == null) return undefined;
  const canceled = (cancels ?? []).filter(
    ({ cancelStatus }) => cancelStates[cancelStatus ?? "DONE"] !== "failed",
  );
  const whole = canceled.reduce((sum, cancel) => sum + (cancel.taxFreeAmount ?? 0), taxFreeAmount);
  return whole <= totalAmount ? whole : undefined;
}

type Given = Snapshot["refunds"][number];

/** Every cancel with its outcome. Foreign wallets and banks take days. */
function refundsOf({ cancels, method, virtualAccount }: z.output<typeof TossPayment>): Given[] {
  const all = cancels ?? [];
  const isDeposit = Boolean(virtualAccount?.accountNumber) || methods[method ?? ""] === "VIRTUAL_ACCOUNT";
  const ofBank = isDeposit ? (bankRefunds[virtualAccount?.refundStatus ?? ""] ?? "pending") : "done";
  return all
    .map((cancel) => ({
      transaction: cancel.transactionKey,
      amount: cancel.cancelAmount,
      taxFree: Math.min(cancel.taxFreeAmount ?? 0, cancel.cancelAmount),
      promotion: Math.min(toPromotion(cancel), cancel.cancelAmount),
      reason: cancel.cancelReason ?? "",
      refundId: /\((rf_[a-z0-9]+)\)$/.exec(cancel.cancelReason ?? "")?.[1] ?? null,
      state: cancelStates[cancel.cancelStatus ?? "DONE"] ?? "pending",
    }))
    .map(
      (given): Given =>
        given.state === "done" ? { ...given, state: stateAtBank(ofBank, all.length) } : given,
    );
}

/** The outcome of a cancel at Toss. Source: Toss core API, `cancels[].cancelStatus`. */
const cancelStates: Record<string, Given["state"]> = {
  DONE: "done",
  IN_PROGRESS: "pending",
  ABORTED: "failed",
};

/**
 * The outcome of deposit refunds at the bank. Their cancels are `DONE` at once, but the money follows two to nine days
 * later. Until the bank has confirmed it, a refund is pending, also if Toss reports no status yet. Source: Toss core
 * API, `virtualAccount.refundStatus`.
 */
const bankRefunds: Record<string, Given["state"]> = {
  COMPLETED: "done",
  FAILED: "failed",
  PARTIAL_FAILED: "failed",
};

/** One status covers all refunds of an account: if there are several, it does not say which of them failed. */
const stateAtBank = (state: Given["state"], cancels: number): Given["state"] =>
  state === "failed" && cancels > 1 ? "some_failed" : state;

/** Whether Toss's balance equals the captured amount minus refunds; pending refunds may already be deducted or not. */
function addsUp({ totalAmount, balanceAmount }: z.output<typeof TossPayment>, refunds: Given[]) {
  const total = (which: (state: Given["state"]) => boolean) =>
    refunds.filter(({ state }) => which(state)).reduce((sum, { amount }) => sum + amount, 0);
  const certain = total((state) => state === "done");
  return totalAmount - total(() => true) <= balanceAmount && balanceAmount <= totalAmount - certain;
}

function statusOf(payment: z.output<typeof TossPayment>): Snapshot["status"] {
  // An approval means that money was captured; a canceled payment without one never was.
  if (payment.status === "CANCELED") return payment.approvedAt != null ? "captured" : "canceled";
  return statuses[payment.status] ?? "unrecognized";
}

function detailOf(payment: z.output<typeof TossPayment>): Snapshot["detail"] {
  const { method, card, easyPay, transfer, virtualAccount, receipt } = payment;
  const wallet = typeof easyPay === "string" ? { provider: easyPay } : easyPay;
  return {
    method: method ?? undefined,
    card: card
      ? {
          issuer: card.issuerCode ?? "",
          number: card.number ?? "",
          installmentMonths: card.installmentPlanMonths ?? 0,
          interestFree: card.isInterestFree || undefined,
          pointsUsed: card.useCardPoint || undefined,
          acquisition: acquisitions[card.acquireStatus ?? ""],
        }
      : undefined,
    easyPay: wallet
      ? { provider: wallet.provider ?? "", amount: wallet.amount ?? 0, discount: wallet.discountAmount ?? 0 }
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
    takesParts: payment.isPartialCancelable ?? undefined,
    taxExempt: payment.taxExemptionAmount || undefined,
    instantDiscount: discountLeft(payment) || undefined,
    promotion: promotionOf(payment),
    cashReceipts: receiptsOf(payment),
    receiptUrl: receipt?.url,
  };
}

/**
 * The cash receipts that Toss reported to the tax office for this payment. Until the tax office has answered, a receipt
 * is in progress; so is one whose status is not known here.
 */
function receiptsOf({ cashReceipts }: z.output<typeof TossPayment>): Snapshot["detail"]["cashReceipts"] {
  const told = cashReceipts ?? [];
  if (told.length === 0) return undefined;
  return told.map(receiptOf).sort((a, b) => orderOf(a).localeCompare(orderOf(b)));
}

/** One receipt, or the cancellation of one, without the number it was issued to. */
export const receiptOf = (one: z.output<typeof CashReceipt>): ReportedCashReceipt => ({
  key: one.receiptKey,
  kind: one.transactionType === "CANCEL" ? "canceled" : "issued",
  type: expenseProofs.has(one.type) ? "expense_proof" : "income_deduction",
  amount: one.amount,
  taxFree: one.taxFreeAmount ?? 0,
  state: issueStates[one.issueStatus ?? ""] ?? "in_progress",
  code: one.failure?.code ?? null,
  url: one.receiptUrl ?? null,
  requestedAt: readInstant(one.requestedAt)?.toISOString() ?? null,
});

const orderOf = ({ requestedAt, kind, key }: { requestedAt: string | null; kind: string; key: string }) =>
  `${requestedAt ?? ""} ${kind === "issued" ? 0 : 1} ${key}`;

const expenseProofs: ReadonlySet<string> = new Set(["지출증빙", "EXPENSE_PROOF"]);

const issueStates: Record<string, CashReceiptState> = {
  IN_PROGRESS: "in_progress",
  COMPLETED: "completed",
  FAILED: "failed",
};

/** An instant discount minus what cancels have taken back of it. Source: Toss core API, `discount` and `cancels`. */
function discountLeft({ discount, cancels }: z.output<typeof TossPayment>) {
  const takenBack = (cancels ?? []).reduce(
    (sum, cancel) => sum + (cancel.cardDiscountAmount ?? 0) + (cancel.transferDiscountAmount ?? 0),
    0,
  );
  return Math.max(0, (discount?.amount ?? 0) - takenBack);
}

type Canceled = NonNullable<z.output<typeof TossPayment>["cancels"]>[number];

/** What of a cancel goes back to a promotion. Source: Toss core API, `cancels[].…DiscountAmount`. */
const toPromotion = ({ cardDiscountAmount, transferDiscountAmount, easyPayDiscountAmount }: Canceled) =>
  (cardDiscountAmount ?? 0) + (transferDiscountAmount ?? 0) + (easyPayDiscountAmount ?? 0);

/**
 * What a promotion paid: the instant discount, which is part of the card's amount, and a wallet's points and coupons,
 * which are a part beside it. Undefined if there is none, and if Toss's parts do not add up: then no figure is shown
 * rather than a wrong one. Source: Toss core API, `card.amount`, `discount`, and docs.tosspayments.com/common/easypay-response.
 */
function promotionOf(payment: z.output<typeof TossPayment>): Snapshot["detail"]["promotion"] {
  const { easyPay, card, discount, cancels, totalAmount, balanceAmount } = payment;
  const wallet = easyPay && typeof easyPay === "object" ? easyPay : undefined;
  const points = wallet?.discountAmount ?? 0;
  const paid = points + (discount?.amount ?? 0);
  const left = paid - (cancels ?? []).reduce((sum, cancel) => sum + toPromotion(cancel), 0);
  const others = (card?.amount ?? 0) + (wallet?.amount ?? 0);
  const addsUp = card || wallet ? others + points === totalAmount : true;
  if (paid === 0 || !addsUp || paid > totalAmount || left < 0 || left > balanceAmount) return undefined;
  return { paid, left };
}

/** Parses Toss's times, which have the offset +09:00; due dates sometimes have none, and are in Seoul time too. */
export function readInstant(text: unknown): Date | null {
  if (typeof text !== "string" || text === "") return null;
  const at = new Date(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}+09:00`);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** Formats a time for Toss: Seoul time, to the second, without an offset. */
export const writeInstant = (at: Date) =>
  new Date(at.getTime() + 9 * 3_600_000).toISOString().slice(0, "2026-11-21T09:00:00".length);

/** The kinds of cash receipts, in Toss's words. */
export const cashReceiptTypes = { income_deduction: "소득공제", expense_proof: "지출증빙" } as const;

/**
 * The payment a webhook is about, as far as it says. Only the flat deposit event carries its own secret; the one inside
 * a payment is returned by every look.
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
 * A webhook's body without the account for the shopper's refund, which Toss includes for half an hour after its window
 * was opened. Source: Toss core API, `virtualAccount.refundReceiveAccount`.
 */
export const withoutAccounts = (body: string): string => withoutField(body, "refundReceiveAccount");
