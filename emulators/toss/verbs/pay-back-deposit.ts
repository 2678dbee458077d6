import { type Refusal, refuse } from "../errors";
import type { BankRefund, Payment } from "../payment";
import type { Toss } from "../toss";
import { findPayment } from "./find";

/** Sets the bank's progress with a deposit's refund. No webhook is sent: only reading the payment shows it. */
export function payBackDeposit(toss: Toss, paymentKey: string, refundStatus: BankRefund): Payment | Refusal {
  const payment = findPayment(toss, paymentKey);
  if (!payment) return refuse("NOT_FOUND_PAYMENT");
  if (!payment.account) return refuse("NOT_FOUND_METHOD");
  if (payment.approvedAt === null || payment.cancels.length === 0) return refuse("NOT_CANCELABLE_PAYMENT");
  const told: Payment = { ...payment, account: { ...payment.account, refundStatus } };
  toss.payments.save(told);
  return told;
}
