import { type ErrorCode, type Refusal, refuse } from "../errors";
import type { KeyPair } from "../keys";
import { methods } from "../methods";
import { publishStatus } from "../news/publish";
import type { Payment } from "../payment";
import type { Toss } from "../toss";
import { newTransactionKey } from "../transaction";
import { contractOf } from "./contract";
import { findPayment, isTaken, paymentOfOrder } from "./find";
import { openAccount } from "./issue";
import { recordPayment } from "./record";
import { spentThisMonth } from "./spent";

export type Confirmation = {
  paymentKey: string;
  orderId: string;
  amount: number;
};

/** The shop confirms the payment. Only a decline ends it; any other refusal leaves it unchanged. */
export function confirm(toss: Toss, pair: KeyPair, asked: Confirmation): Payment | Refusal {
  const payment = findPayment(toss, asked.paymentKey);
  if (!payment) return refuse("NOT_FOUND_PAYMENT");
  // Another pair's key, as recorded from Toss; its reference also names FORBIDDEN_REQUEST.
  if (payment.mId !== pair.mId) return refuse("INVALID_API_KEY");
  if (payment.status === "READY" || payment.sessionUntil <= toss.clock.now()) {
    return refuse("NOT_FOUND_PAYMENT_SESSION");
  }
  if (payment.status !== "IN_PROGRESS" || !payment.choice) return refuse("ALREADY_PROCESSED_PAYMENT");
  if (payment.orderId !== asked.orderId) return refuse("FORBIDDEN_REQUEST");
  if (payment.amount !== asked.amount) return refuse("INVALID_REQUEST");
  const earlier = paymentOfOrder(toss, pair, payment.orderId);
  if (earlier && isTaken(earlier)) return refuse("DUPLICATED_ORDER_ID");

  const spent = spentThisMonth(toss, payment.phone);
  const declined = methods[payment.choice.method].declineAtConfirm(payment, payment.choice, spent);
  if (declined) return abort(toss, payment, declined);
  return payment.choice.method === "VIRTUAL_ACCOUNT" ? openAccount(toss, payment) : approve(toss, payment);
}

function abort(toss: Toss, payment: Payment, failure: ErrorCode): Refusal {
  const aborted: Payment = { ...payment, status: "ABORTED", expiresAt: null, failure };
  toss.payments.save(aborted);
  publishStatus(toss, aborted);
  return refuse(failure);
}

function approve(toss: Toss, payment: Payment): Payment {
  const isManual = contractOf(toss, payment.mId).acquisition === "manual";
  const done: Payment = {
    ...payment,
    status: "DONE",
    expiresAt: null,
    approvedAt: toss.clock.now(),
    lastTransactionKey: newTransactionKey(),
    acquiredByShop: isManual ? { askedAt: null } : undefined,
  };
  toss.payments.save(done);
  recordPayment(toss, done);
  publishStatus(toss, done);
  return done;
}
