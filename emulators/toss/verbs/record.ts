import { nextMidnight, seoulDay } from "../calendar";
import { settlementDates } from "../contract";
import { type Fee, feesFor, feesGivenBack } from "../fees";
import { isHeldBack } from "../methods/acquisition";
import type { Choice } from "../methods/choices";
import type { Payment } from "../payment";
import type { Settlement } from "../settlement";
import type { Toss } from "../toss";
import type { Transaction } from "../transaction";
import { contractOf } from "./contract";

/** Adds the row of an approval or a deposit to the transactions, and what is settled for it. */
export function recordPayment(toss: Toss, payment: Payment): void {
  const { approvedAt, amount, choice } = payment;
  if (approvedAt === null || !choice) return;
  record(toss, payment, { amount, approvedAt, fees: feesOf(choice, amount) });
}

/** Adds the rows of a refund that has just been made. */
export function recordRefund(toss: Toss, payment: Payment, amount: number): void {
  if (payment.approvedAt === null) return;
  giveBack(toss, payment, { amount, approvedAt: payment.approvedAt, left: payment.balance });
}

/** Adds the rows of a deposit's reversal, which leaves the payment without an approval. */
export function recordReversal(toss: Toss, payment: Payment, approvedAt: number): void {
  giveBack(toss, payment, { amount: payment.amount, approvedAt, left: 0 });
}

function feesOf(choice: Choice, amount: number): Fee[] {
  const isFree = choice.method === "CARD" && choice.interestFree;
  return feesFor(choice.method, amount, isFree ? choice.installmentMonths : 0);
}

function giveBack(
  toss: Toss,
  payment: Payment,
  { amount, approvedAt, left }: { amount: number; approvedAt: number; left: number },
): void {
  if (!payment.choice) return;
  const { method } = payment.choice;
  const sold = toss.settlements.find({ paymentKey: payment.id }).findLast((row) => row.amount > 0);
  const taken = sold?.fees ?? feesOf(payment.choice, payment.amount);
  const fees = feesGivenBack(method, taken, { before: left + amount, after: left, total: payment.amount });
  record(toss, payment, { amount: -amount, approvedAt, fees });
}

function record(
  toss: Toss,
  payment: Payment,
  { amount, approvedAt, fees }: Pick<Settlement, "amount" | "approvedAt" | "fees">,
): void {
  if (payment.lastTransactionKey === null || !payment.choice) return;
  const now = toss.clock.now();
  const shared = {
    id: payment.lastTransactionKey,
    mId: payment.mId,
    paymentKey: payment.id,
    orderId: payment.orderId,
    method: payment.choice.method,
    currency: payment.currency,
    amount,
  };
  const transaction: Transaction = { ...shared, status: payment.status, at: now };
  const dates = isHeldBack(payment)
    ? { soldDate: null, paidOutDate: null, appearsAt: null }
    : { ...settlementDates(contractOf(toss, payment.mId), seoulDay(now)), appearsAt: nextMidnight(now) };
  toss.transactions.save(transaction);
  toss.settlements.save({ ...shared, fees, approvedAt, ...dates });
}
