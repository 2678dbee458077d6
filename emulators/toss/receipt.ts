import type { CashReceiptChoice } from "./methods/cash-receipt";

/** A cash receipt that the shop issued apart from a payment, or the cancellation of one. */
export type Receipt = {
  /** The receiptKey. */
  id: string;
  mId: string;
  orderId: string;
  orderName: string;
  type: Exclude<CashReceiptChoice["type"], "미발행">;
  customerIdentityNumber: string;
  amount: number;
  taxFreeAmount: number;
  /** The receipt that this cancels, all or a part of it; null if this is a receipt. */
  canceled: string | null;
  at: number;
  /** The day in Seoul, as `2026-11-21`. */
  requestDate: string;
};
