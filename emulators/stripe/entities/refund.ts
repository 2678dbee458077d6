import type { Metadata } from "./shared";

export type RefundReason = "duplicate" | "fraudulent" | "requested_by_customer";

/** Money on its way back. */
export type Refund = {
  id: string;
  orderId: string | null;
  charge: string;
  intent: string;
  status: "pending" | "succeeded" | "failed";
  amount: number;
  currency: string;
  reason: RefundReason | null;
  metadata: Metadata;
  paymentMethod: string;
  methodType: "card" | "us_bank_account";
  balanceTransaction: string | null;
  failureReason: string | null;
  failureBalanceTransaction: string | null;
  /** The bank's reference, which follows a few seconds later. */
  reference: string | null;
  /** The next automatic step. */
  next: "succeed" | "fail" | "reference" | null;
  createdAt: number;
  dueAt: number | null;
};
