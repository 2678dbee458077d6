import type { NewTransfer } from "@/db/books";
import type { CreditAccount, Payment } from "@/db/schema";

type Source = Pick<Payment, "id" | "orderId" | "live" | "keyPair">;

const base = (payment: Source) => ({
  orderId: payment.orderId,
  paymentId: payment.id,
  live: payment.live,
  keyPair: payment.keyPair,
});

/** Money was captured: the gateway owes it to us, and `credited` says what it pays for or to whom we owe it. */
export const captureTransfer = (
  payment: Source,
  taken: { amount: number; currency: string; transaction: string; credited: CreditAccount; at: Date },
): NewTransfer => ({
  ...base(payment),
  debit: "receivable",
  credit: taken.credited,
  amount: taken.amount,
  currency: taken.currency,
  cause: "capture",
  transaction: taken.transaction,
  at: taken.at,
});

/** Money was refunded: a refund if it was for a sale; otherwise money we held for someone goes back to them. */
export const refundTransfer = (
  payment: Source,
  given: { amount: number; currency: string; transaction: string; credited: CreditAccount; at: Date },
): NewTransfer => ({
  ...base(payment),
  debit: given.credited === "sales" ? "refunds" : given.credited,
  credit: "receivable",
  amount: given.amount,
  currency: given.currency,
  cause: "refund",
  transaction: given.transaction,
  at: given.at,
});

/** Refunded money came back to us because the shopper's bank rejected it. */
export const refundFailedTransfer = (
  payment: Source,
  given: { amount: number; currency: string; transaction: string; credited: CreditAccount; at: Date },
): NewTransfer => ({
  ...base(payment),
  debit: "receivable",
  credit: given.credited === "sales" ? "refunds" : given.credited,
  amount: given.amount,
  currency: given.currency,
  cause: "refund_failed",
  transaction: given.transaction,
  at: given.at,
});

/** A gateway's fee, in the currency of its payouts. */
export const feeTransfer = (
  payment: Source,
  kept: { amount: number; currency: string; transaction: string; at: Date },
): NewTransfer => ({
  ...base(payment),
  debit: "fees",
  credit: "receivable",
  amount: kept.amount,
  currency: kept.currency,
  cause: "fee",
  transaction: kept.transaction,
  at: kept.at,
});

/** A bank took a deposit back: this is not a refund, and nothing is owed any more. */
export const reversalTransfer = (
  payment: Source,
  taken: { amount: number; currency: string; transaction: string; credited: CreditAccount; at: Date },
): NewTransfer => ({
  ...base(payment),
  debit: taken.credited,
  credit: "receivable",
  amount: taken.amount,
  currency: taken.currency,
  cause: "reversal",
  transaction: taken.transaction,
  at: taken.at,
});

/** An operator accepted money in review as paid. */
export const acceptTransfer = (
  payment: Source,
  reviewed: { amount: number; currency: string; transaction: string; at: Date },
): NewTransfer => ({
  ...base(payment),
  debit: "suspense",
  credit: "sales",
  amount: reviewed.amount,
  currency: reviewed.currency,
  cause: "accept",
  transaction: reviewed.transaction,
  at: reviewed.at,
});

/** A cardholder's bank withdrew money from the shop, or returned it if the amount is negative. */
export const disputeTransfer = (
  payment: Source,
  taken: { amount: number; currency: string; transaction: string; at: Date },
): NewTransfer => ({
  ...base(payment),
  ...(taken.amount > 0
    ? { debit: "disputes", credit: "receivable", cause: "dispute" }
    : { debit: "receivable", credit: "disputes", cause: "dispute_won" }),
  amount: Math.abs(taken.amount),
  currency: taken.currency,
  transaction: taken.transaction,
  at: taken.at,
});

/** A dispute's fee, or its reversal if the amount is negative, in the currency of the gateway's payouts. */
export const disputeFeeTransfer = (
  payment: Source,
  kept: { amount: number; currency: string; transaction: string; at: Date },
): NewTransfer => ({
  ...base(payment),
  ...(kept.amount > 0 ? { debit: "fees", credit: "receivable" } : { debit: "receivable", credit: "fees" }),
  amount: Math.abs(kept.amount),
  currency: kept.currency,
  cause: "dispute_fee",
  transaction: kept.transaction,
  at: kept.at,
});
