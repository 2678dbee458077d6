import { type Refusal, refuse } from "../errors";
import { hasExpired } from "../methods/virtual-account";
import { publishStatus } from "../news/publish";
import type { Payment } from "../payment";
import type { Toss } from "../toss";
import { newTransactionKey } from "../transaction";
import { findPayment } from "./find";
import { recordPayment } from "./record";

export type Deposit = {
  /** The bank refuses any amount other than the one the account waits for. */
  amount?: number | undefined;
  depositorName?: string | undefined;
  /** The bank accepts the money although the account has expired. */
  late?: boolean | undefined;
};

/** Someone pays into a virtual account, in one sum. */
export function deposit(toss: Toss, paymentKey: string, paid: Deposit = {}): Payment | Refusal {
  const payment = findPayment(toss, paymentKey);
  if (!payment) return refuse("NOT_FOUND_PAYMENT");
  const { choice, account } = payment;
  if (choice?.method !== "VIRTUAL_ACCOUNT" || !account) return refuse("NOT_FOUND_METHOD");
  if (payment.status !== "WAITING_FOR_DEPOSIT") return refuse("ALREADY_PROCESSED_PAYMENT");
  if (hasExpired(payment, toss.clock.now()) && !paid.late) return refuse("EXPIRED_PAYMENT");
  if (paid.amount !== undefined && paid.amount !== payment.amount) return refuse("INVALID_REQUEST");
  const done: Payment = {
    ...payment,
    status: "DONE",
    approvedAt: toss.clock.now(),
    lastTransactionKey: newTransactionKey(),
    account: { ...account, depositorName: paid.depositorName ?? choice.customerName },
  };
  toss.payments.save(done);
  recordPayment(toss, done);
  publishStatus(toss, done);
  return done;
}
