import { randomText, seoulInstant } from "../kit/text";
import type { Language } from "./errors";
import { methods } from "./methods";
import type { Choice, PaymentStatus } from "./payment";
import type { Toss } from "./toss";

/** One movement of money, as it was when it happened. The id is its transactionKey. */
export interface Transaction {
  id: string;
  mId: string;
  paymentKey: string;
  orderId: string;
  method: Choice["method"] | null;
  status: PaymentStatus;
  currency: string;
  /** Below zero when money went back. */
  amount: number;
  at: number;
}

export function newTransactionKey(): string {
  return randomText(32, "0123456789ABCDEF");
}

export function printTransaction(toss: Toss, transaction: Transaction, language: Language) {
  const { id, mId, paymentKey, orderId, method, status, currency, amount, at } = transaction;
  return {
    mId,
    transactionKey: id,
    paymentKey,
    orderId,
    method: method && methods[method][language],
    customerKey: null,
    useEscrow: false,
    receiptUrl: `${toss.origin()}/receipt/redirection?transactionId=${paymentKey}&ref=PX`,
    status,
    transactionAt: seoulInstant(at),
    currency,
    amount,
  };
}
