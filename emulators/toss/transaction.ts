import { randomText } from "../kit/text";
import type { Choice } from "./methods/choices";
import type { PaymentStatus } from "./payment";

/** One movement of money, as it was when it happened. The id is its transactionKey. */
export type Transaction = {
  id: string;
  mId: string;
  paymentKey: string;
  orderId: string;
  method: Choice["method"] | null;
  status: PaymentStatus;
  currency: string;
  /** Negative for refunds. */
  amount: number;
  at: number;
};

export function newTransactionKey(): string {
  return randomText(32, "0123456789ABCDEF");
}
