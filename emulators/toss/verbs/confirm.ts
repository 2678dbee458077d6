import { randomText } from "../../kit/text";
import { type ErrorCode, type Refusal, refuse } from "../errors";
import type { KeyPair } from "../keys";
import { methods } from "../methods";
import { publishStatus } from "../news";
import type { Payment } from "../payment";
import type { Toss } from "../toss";
import { findPayment, speakerOfOrder, tookMoney } from "./find";

export interface Confirmation {
  paymentKey: string;
  orderId: string;
  amount: number;
}

/** The shop asks for the money. Only the card company's own "no" ends the payment. */
export function confirm(toss: Toss, pair: KeyPair, asked: Confirmation): Payment | Refusal {
  const payment = findPayment(toss, asked.paymentKey);
  if (!payment) return refuse("NOT_FOUND_PAYMENT");
  if (payment.mId !== pair.mId) return refuse("FORBIDDEN_REQUEST");
  if (payment.status === "READY" || payment.sessionUntil <= toss.clock.now()) {
    return refuse("NOT_FOUND_PAYMENT_SESSION");
  }
  if (payment.status !== "IN_PROGRESS" || !payment.choice) return refuse("ALREADY_PROCESSED_PAYMENT");
  if (payment.orderId !== asked.orderId) return refuse("FORBIDDEN_REQUEST");
  if (payment.amount !== asked.amount) return refuse("INVALID_REQUEST");
  const speaker = speakerOfOrder(toss, pair, payment.orderId);
  if (speaker && tookMoney(speaker)) return refuse("DUPLICATED_ORDER_ID");

  const declined = methods[payment.choice.method].declineAtConfirm(payment, payment.choice, 0);
  return declined ? abort(toss, payment, declined) : approve(toss, payment);
}

function abort(toss: Toss, payment: Payment, failure: ErrorCode): Refusal {
  const aborted: Payment = { ...payment, status: "ABORTED", expiresAt: null, failure };
  toss.payments.save(aborted);
  publishStatus(toss, aborted);
  return refuse(failure);
}

function approve(toss: Toss, payment: Payment): Payment {
  const done: Payment = {
    ...payment,
    status: "DONE",
    expiresAt: null,
    approvedAt: toss.clock.now(),
    lastTransactionKey: newTransactionKey(),
  };
  toss.payments.save(done);
  publishStatus(toss, done);
  return done;
}

export function newTransactionKey(): string {
  return randomText(32, "0123456789ABCDEF");
}
