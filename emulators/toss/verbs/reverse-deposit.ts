import { type Refusal, refuse } from "../errors";
import { publishStatus } from "../news/publish";
import type { Payment } from "../payment";
import type { Toss } from "../toss";
import { newTransactionKey } from "../transaction";
import { findPayment } from "./find";
import { recordReversal } from "./record";

/** The bank reverses a deposit, for instance one booked by mistake: the account waits again. */
export function reverseDeposit(toss: Toss, paymentKey: string): Payment | Refusal {
  const payment = findPayment(toss, paymentKey);
  if (!payment) return refuse("NOT_FOUND_PAYMENT");
  if (payment.choice?.method !== "VIRTUAL_ACCOUNT" || !payment.account) return refuse("NOT_FOUND_METHOD");
  if (payment.status !== "DONE") return refuse("NOT_CANCELABLE_PAYMENT");
  const waiting: Payment = {
    ...payment,
    status: "WAITING_FOR_DEPOSIT",
    approvedAt: null,
    lastTransactionKey: newTransactionKey(),
    account: { ...payment.account, depositorName: null },
  };
  toss.payments.save(waiting);
  recordReversal(toss, waiting, payment.approvedAt ?? toss.clock.now());
  publishStatus(toss, waiting);
  return waiting;
}
