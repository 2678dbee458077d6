import type { Payment } from "../payment";
import type { Toss } from "../toss";
import type { Transaction } from "../transaction";

/** Adds a row to the transactions: money that came in, or went out if the amount is negative. */
export function record(toss: Toss, payment: Payment, amount: number): void {
  if (payment.lastTransactionKey === null) return;
  const transaction: Transaction = {
    id: payment.lastTransactionKey,
    mId: payment.mId,
    paymentKey: payment.id,
    orderId: payment.orderId,
    method: payment.choice?.method ?? null,
    status: payment.status,
    currency: payment.currency,
    amount,
    at: toss.clock.now(),
  };
  toss.transactions.save(transaction);
}
