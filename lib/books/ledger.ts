import type { NewTransfer } from "@/db/books";
import type { CreditAccount, Payment } from "@/db/schema";

type Source = Pick<Payment, "id" | "orderId" | "live" | "keyPair">;

const base = (payment: Source) => ({
  orderId: payment.orderId,
  paymentId: payment.id,
  live: payment.live,
  keyPair: payment.keyPair,
});

/** Money was taken: the gateway owes it to us, and `credited` says for what or to whom we owe it. */
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

/** Money was given back: what was sold is a refund, what was only kept for somebody is theirs again. */
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

/** What was given back came back to us: the shopper's bank would not have it. */
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

/** What the gateway kept for itself, in the currency it pays out. */
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

/** A bank took a deposit back: nothing was given by us, and nothing is owed any more. */
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

/** A person counts held money as paid. */
export const acceptTransfer = (
  payment: Source,
  held: { amount: number; currency: string; transaction: string; at: Date },
): NewTransfer => ({
  ...base(payment),
  debit: "suspense",
  credit: "sales",
  amount: held.amount,
  currency: held.currency,
  cause: "accept",
  transaction: held.transaction,
  at: held.at,
});

/** A cardholder's bank took money of the shop's, or with a minus gave it back. */
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

/** What a dispute cost, or with a minus what of that came back, in the currency the gateway pays out. */
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
