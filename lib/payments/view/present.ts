import type { z } from "zod";
import type { CancelRequest, Dispute, Order, Payment, Refund } from "@/db/schema";
import { blocksRefunds, isUndecided } from "../../books/needs";
import { now, seconds } from "../../clock";
import { findBank } from "../../contracts/banks";
import type { Cancellation, CancelRequest as CancelRequestContract } from "../../contracts/cancel-requests";
import type {
  Dispute as DisputeContract,
  Disputed,
  nextActions,
  Payment as PaymentContract,
  paymentStatus,
  RefundInSight,
} from "../../contracts/payments";
import type { Refund as RefundContract } from "../../contracts/refunds";
import { fundingOf } from "../../funding";
import { refundArrival } from "../../refund-arrival";
import { isTooLate, refundTerms } from "../../refund-terms";
import { taxOf } from "../../tax";
import { isOfTodaysMode } from "../engine/account";

export type PaymentView = z.output<typeof PaymentContract>;
export type StatusView = z.output<typeof paymentStatus.reply>;

/** A payment as the API shows it at `at`. The `refunded` statuses are derived from amounts, never stored. */
export const presentPayment = (order: Order, payment: Payment, at = now()): PaymentView => ({
  id: payment.id,
  order_number: order.number,
  gateway: payment.gateway,
  gateway_order_id: payment.gatewayOrderId,
  method: payment.method,
  status: shownStatus(payment),
  amount: payment.amount,
  currency: payment.currency,
  captured: payment.captured,
  refunded: payment.refunded,
  refund_pending: payment.refundPending,
  tax: presentTax(payment),
  funding: fundingOf(payment) ?? null,
  ...presentRefundable(payment, at),
  capture_method: payment.captureMethod,
  capture_before: payment.status === "authorized" ? (payment.captureBefore?.toISOString() ?? null) : null,
  live: payment.live,
  winner: order.winnerPaymentId === payment.id,
  card: payment.detail.card
    ? {
        issuer: payment.detail.card.issuer,
        number: payment.detail.card.number,
        installment_months: payment.detail.card.installmentMonths,
        interest_free: payment.detail.card.interestFree ?? false,
        points_used: payment.detail.card.pointsUsed ?? false,
      }
    : null,
  easy_pay: payment.detail.easyPay ?? null,
  transfer: payment.detail.transfer
    ? { bank: payment.detail.transfer.bank, bank_name: bankName(payment.detail.transfer.bank, order) }
    : null,
  virtual_account: presentAccount(order, payment),
  cash_receipts: (payment.detail.cashReceipts ?? []).map(presentCashReceipt),
  receipt_url: payment.detail.receiptUrl ?? null,
  instructions_url: payment.status === "confirming" ? (payment.detail.instructionsUrl ?? null) : null,
  failure: payment.failureCode
    ? { code: payment.failureCode, kind: payment.failureKind ?? "declined" }
    : null,
  created_at: payment.createdAt.toISOString(),
  approved_at: payment.approvedAt?.toISOString() ?? null,
});

/** What of a payment can be refunded at `at`; nothing while its money `isAtBank` because of a dispute. */
function presentRefundable(payment: Payment, at: Date, isAtBank = false) {
  const { window, wholeOnly } = refundTerms(payment);
  const left = isAtBank || isTooLate(payment, at) ? 0 : refundable(payment);
  return {
    refundable: left,
    refundable_until: payment.captured > 0 ? (window?.until.toISOString() ?? null) : null,
    partial_refundable: left > 0 && wholeOnly === null,
  };
}

type Receipt = NonNullable<Payment["detail"]["cashReceipts"]>[number];

const presentCashReceipt = (receipt: Receipt): PaymentView["cash_receipts"][number] => ({
  kind: receipt.kind,
  type: receipt.type,
  amount: receipt.amount,
  tax_free_amount: receipt.taxFree,
  state: receipt.state,
  url: receipt.url,
  requested_at: receipt.requestedAt,
});

function presentTax(payment: Payment): PaymentView["tax"] {
  const tax = taxOf(payment);
  return tax ? { supply: tax.supply, vat: tax.vat, tax_free: tax.taxFree } : null;
}

const nothingRefundable = { refundable: 0, refundable_until: null, partial_refundable: false };

function presentAccount(order: Order, payment: Payment): PaymentView["virtual_account"] {
  const account = payment.detail.virtualAccount;
  if (!account) return null;
  return {
    bank: account.bank,
    bank_name: bankName(account.bank, order),
    account_number: account.accountNumber,
    holder_name: account.holderName,
    amount: payment.amount,
    due_at: account.dueAt,
    expired: payment.status !== "waiting_for_deposit" && payment.captured === 0,
  };
}

const bankName = (code: string, { locale }: Order) => findBank(code)?.[locale] ?? code;

/** The status for a browser that only returned with a payment: number, amount and state. */
export const withoutDetails = (view: StatusView): StatusView => ({
  ...view,
  payments: view.payments.map((payment) => ({
    ...payment,
    card: null,
    easy_pay: null,
    transfer: null,
    virtual_account: null,
    cash_receipts: [],
    receipt_url: null,
    instructions_url: null,
  })),
  virtual_account: null,
  cancel: notToCancel,
});

/** The status for a read-only viewer: a link in an email shows what emails show and allows no action. */
export const withoutActs = (view: StatusView): StatusView => ({
  ...view,
  payments: view.payments.map((payment) => ({
    ...payment,
    receipt_url: null,
    cash_receipts: payment.cash_receipts.map((receipt) => ({ ...receipt, url: null })),
  })),
  cancel: { ...notToCancel, request: view.cancel.request },
});

/** For callers who may not request a cancellation. */
const notToCancel: z.output<typeof Cancellation> = { way: "no", goes_back: null, request: null };

/** An order's status at `at`, with its payments and refunds, the next action, and what a cancel request would do. */
export function presentStatus(
  order: Order,
  payments: Payment[],
  refunds: Refund[] = [],
  cancel = notToCancel,
  disputes: Dispute[] = [],
  at = now(),
): StatusView {
  const winner = payments.find((payment) => payment.id === order.winnerPaymentId);
  // Deposit into the newest account; the earlier ones are being closed.
  const account = winner ?? payments.findLast((payment) => payment.status === "waiting_for_deposit");
  const atBank = new Set(disputes.filter(blocksRefunds).map(({ paymentId }) => paymentId));
  const mayGoBack = (payment: Payment) => presentRefundable(payment, at, atBank.has(payment.id));
  return {
    order: {
      order_number: order.number,
      order_name: order.name,
      status: shownOrderStatus(order, winner),
      amount: order.amount,
      shipping: order.shipping,
      tax_free_amount: order.taxFree,
      currency: order.currency,
      live: order.live,
      version: order.version,
      created_at: order.createdAt.toISOString(),
      expires_at: order.expiresAt.toISOString(),
    },
    payments: payments.map((payment) => ({
      ...presentPayment(order, payment, at),
      ...mayGoBack(payment),
    })),
    captured: winner?.captured ?? 0,
    refunded: winner?.refunded ?? 0,
    ...(winner ? mayGoBack(winner) : nothingRefundable),
    virtual_account: account ? presentAccount(order, account) : null,
    refunds: payments.flatMap((payment) =>
      refunds
        .filter(({ paymentId }) => paymentId === payment.id)
        .map((refund) => presentInSight(refund, payment)),
    ),
    cancel,
    disputed: disputes.map(presentDisputed),
    next: nextOf(order, payments, winner, {
      disputeAwaited: disputes.some((dispute) => dispute.paymentId === winner?.id && isUndecided(dispute)),
      accountAwaited: refunds.some(({ state }) => state === "waiting_for_account"),
      answerAwaited: cancel.request?.state === "asked",
    }),
  };
}

export type Balance = Pick<Payment, "captured" | "refunded" | "refundPending">;

/** What may still be refunded, in minor units. */
export const refundable = (payment: Balance) =>
  Math.max(0, payment.captured - payment.refunded - payment.refundPending);

function shownStatus(payment: Payment): PaymentView["status"] {
  if (payment.captured === 0 || payment.refunded === 0 || payment.status === "in_review")
    return payment.status;
  return payment.refunded < payment.captured ? "partially_refunded" : "refunded";
}

export function shownOrderStatus(
  order: Pick<Order, "status">,
  winner: Pick<Payment, "refunded" | "captured"> | undefined,
): StatusView["order"]["status"] {
  if (order.status !== "paid" || !winner || winner.refunded === 0) return order.status;
  return winner.refunded < winner.captured ? "partially_refunded" : "refunded";
}

function nextOf(
  order: Order,
  payments: Payment[],
  winner: Payment | undefined,
  awaited: { accountAwaited: boolean; answerAwaited: boolean; disputeAwaited: boolean },
): StatusView["next"] {
  const next = (action: (typeof nextActions)[number], detail: string, askAgain: number | null = null) => ({
    action,
    detail,
    ask_again_in_ms: askAgain,
  });
  if (payments.some((payment) => payment.status === "confirming" && payment.detail.instructionsUrl))
    return next(
      "wait",
      "The gateway gave the shopper one more step to complete. The money arrives after that. Do not pay again.",
      seconds(60),
    );
  if (order.askingPaymentId)
    return next(
      "wait",
      "It is not known yet whether the gateway took the money. Do not pay again.",
      seconds(2),
    );
  if (payments.some(isKept))
    return next(
      "contact_shop",
      "The shop still owes a refund for this order. Someone at the shop will make it.",
      seconds(60),
    );
  const givingBack = payments.some((payment) => payment.refundPending > 0);
  // A deposit has no card to refund to.
  if (awaited.accountAwaited && order.status !== "waiting_for_deposit" && order.status !== "open")
    return next("name_account", "A refund is waiting for a bank account. Name the account.", seconds(10));
  switch (order.status) {
    case "open":
      if (!isOfTodaysMode(order))
        return next(
          "order_again",
          "This order was created before the shop changed its payment keys. Create a new order to buy its items.",
        );
      return order.endingSince
        ? next("wait", "The order is being closed at the gateway. Do not pay.", seconds(2))
        : next("pay", "The order can be paid.", seconds(5));
    case "waiting_for_deposit":
      return next("deposit", "The shop is waiting for the deposit.", seconds(10));
    case "authorized":
      return next(
        "none",
        "The money is on hold. It is charged when the shop captures it, at the latest when it ships the order.",
        seconds(60),
      );
    case "in_review":
      return next("contact_shop", "Someone at the shop is reviewing this payment.", seconds(60));
    case "paid":
      if (givingBack) return next("none", "A refund is on its way.", seconds(5));
      return winner?.method === "VIRTUAL_ACCOUNT"
        ? next("none", "The order is paid. The bank may still reverse the deposit.", seconds(60))
        : next(
            "none",
            "The order is paid.",
            awaited.answerAwaited || awaited.disputeAwaited ? seconds(60) : null,
          );
    case "expired":
    case "canceled":
      return givingBack
        ? next("none", "The order has ended. The money is on its way back.", seconds(5))
        : next("order_again", "The order has ended. Nothing is owed.");
  }
}

/** Whether money that was to be refunded automatically is still here because the refund failed. */
const isKept = ({ status, credited, captured, refunded, refundPending }: Payment) =>
  status !== "in_review" && credited !== null && credited !== "sales" && captured > refunded + refundPending;

/** A dispute as the order's shopper sees it. */
const presentDisputed = (dispute: Dispute): z.output<typeof Disputed> => ({
  payment_id: dispute.paymentId,
  amount: dispute.amount,
  currency: dispute.currency,
  state: dispute.state,
});

/** A dispute as the shop's staff and servers see it. */
export const presentDispute = (dispute: Dispute): z.input<typeof DisputeContract> => ({
  id: dispute.id,
  payment_id: dispute.paymentId,
  amount: dispute.amount,
  currency: dispute.currency,
  state: dispute.state,
  reason: dispute.reason,
  gateway_status: dispute.gatewayStatus,
  answer_by: dispute.answerBy?.toISOString() ?? null,
  opened_at: dispute.createdAt.toISOString(),
  closed_at: dispute.closedAt?.toISOString() ?? null,
});

/** A refund as its shopper sees it. */
function presentInSight(refund: Refund, payment: Payment): z.output<typeof RefundInSight> {
  return {
    payment_id: payment.id,
    amount: refund.amount,
    currency: payment.currency,
    to_promotion: refund.promotion,
    state: refund.state,
    asked_at: refund.createdAt.toISOString(),
    done_at: refund.doneAt?.toISOString() ?? null,
    expected: refundArrival(payment, refund.amount, refund.state === "done" ? refund.doneAt : null),
  };
}

export const presentCancelRequest = (request: CancelRequest): z.output<typeof CancelRequestContract> => ({
  state: request.state,
  reason: request.reason,
  answer: request.answer,
  asked_at: request.createdAt.toISOString(),
  decided_at: request.decidedAt?.toISOString() ?? null,
});

/** A refund as staff and API clients see it. */
export const presentRefund = (refund: Refund, { currency }: Payment): z.input<typeof RefundContract> => ({
  id: refund.id,
  state: refund.state,
  amount: refund.amount,
  tax_free_amount: refund.taxFree,
  to_promotion: refund.promotion,
  currency,
  reason: refund.reason,
  requested_by: refund.requestedBy,
  failure: refund.failureCode ? { code: refund.failureCode, message: refund.failureMessage } : null,
  created_at: refund.createdAt.toISOString(),
  done_at: refund.doneAt?.toISOString() ?? null,
});
