import { type Refusal, refuse } from "../errors";
import type { KeyPair } from "../keys";
import { publishStatus } from "../news";
import type { Payment } from "../payment";
import type { Toss } from "../toss";
import { newTransactionKey } from "./confirm";
import { findPayment } from "./find";

export interface Cancellation {
  reason: string;
  /** Everything that is left when absent. */
  amount?: number | undefined;
  taxFreeAmount?: number | undefined;
  currency?: string | undefined;
  /** A guard: what the shop believes is left. */
  refundableAmount?: number | undefined;
}

const PAUSE_BETWEEN_CANCELS_MS = 1000;

/** The shop gives money back through the API. */
export function cancel(
  toss: Toss,
  pair: KeyPair,
  paymentKey: string,
  asked: Cancellation,
): Payment | Refusal {
  const payment = findPayment(toss, paymentKey);
  if (!payment) return refuse("NOT_FOUND_PAYMENT");
  if (payment.mId !== pair.mId) return refuse("FORBIDDEN_REQUEST");
  const now = toss.clock.now();
  const last = payment.lastCanceledAt;
  if (last !== null && Math.abs(now - last) < PAUSE_BETWEEN_CANCELS_MS) {
    return refuse("FORBIDDEN_CONSECUTIVE_REQUEST");
  }
  return giveBack(toss, { ...payment, lastCanceledAt: now }, asked);
}

/** The shop's staff give money back in the gateway's own console: no key, no pause between two. */
export function cancelInConsole(toss: Toss, paymentKey: string, asked: Cancellation): Payment | Refusal {
  const payment = findPayment(toss, paymentKey);
  return payment ? giveBack(toss, payment, asked) : refuse("NOT_FOUND_PAYMENT");
}

function giveBack(toss: Toss, payment: Payment, asked: Cancellation): Payment | Refusal {
  if (payment.status === "CANCELED") return refuse("ALREADY_CANCELED_PAYMENT");
  if (payment.status !== "DONE" && payment.status !== "PARTIAL_CANCELED") {
    return refuse("NOT_CANCELABLE_PAYMENT");
  }
  if (asked.currency !== undefined && asked.currency !== payment.currency) return refuse("INVALID_CURRENCY");
  if (asked.refundableAmount !== undefined && asked.refundableAmount !== payment.balance) {
    return refuse("NOT_MATCHES_REFUNDABLE_AMOUNT");
  }
  const amount = asked.amount ?? payment.balance;
  if (amount > payment.balance) return refuse("NOT_CANCELABLE_AMOUNT");
  const refundable = payment.balance - amount;
  const taxFreeAmount = asked.taxFreeAmount ?? (refundable === 0 ? payment.taxFreeAmount : 0);
  const taxFreeLeft = payment.taxFreeAmount - taxFreeAmount;
  if (taxFreeAmount > amount || taxFreeLeft < 0 || taxFreeLeft > refundable) return refuse("INVALID_REQUEST");

  const transactionKey = newTransactionKey();
  const at = toss.clock.now();
  const canceled: Payment = {
    ...payment,
    status: refundable === 0 ? "CANCELED" : "PARTIAL_CANCELED",
    balance: refundable,
    taxFreeAmount: taxFreeLeft,
    lastTransactionKey: transactionKey,
    cancels: [
      ...payment.cancels,
      { amount, reason: asked.reason, refundable, taxFreeAmount, at, transactionKey },
    ],
  };
  toss.payments.save(canceled);
  publishStatus(toss, canceled);
  return canceled;
}
