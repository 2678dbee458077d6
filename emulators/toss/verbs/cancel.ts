import { seoulDateTime } from "../../kit/text";
import { days } from "../../kit/time";
import { type ErrorCode, isRefusal, type Refusal, refuse } from "../errors";
import type { KeyPair } from "../keys";
import { methods } from "../methods";
import type { RefundReceiveAccount } from "../methods/choices";
import { publishStatus } from "../news/publish";
import type { Payment } from "../payment";
import { pauseBetweenCancelsMs } from "../rules";
import type { Toss } from "../toss";
import { newTransactionKey } from "../transaction";
import { findPayment } from "./find";
import { recordRefund } from "./record";
import { type AskedRefundAccount, checkRefundAccount } from "./refund-account";

export type Cancellation = {
  reason: string;
  /** Defaults to everything that is left. */
  amount?: number | undefined;
  taxFreeAmount?: number | undefined;
  currency?: string | undefined;
  /** A guard: what the shop believes can still be refunded. */
  refundableAmount?: number | undefined;
  /** Where a deposit is refunded to; other payments are refunded the way they were paid. */
  refundAccount?: AskedRefundAccount | undefined;
};

const depositorsAccountNumber = "1002345678901";

/** The shop refunds a payment through the API. */
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
  if (last !== null && Math.abs(now - last) < pauseBetweenCancelsMs) {
    return refuse("FORBIDDEN_CONSECUTIVE_REQUEST");
  }
  return giveBack(toss, { ...payment, lastCanceledAt: now }, asked);
}

/**
 * The shop's staff refund a payment in the gateway's console: no key, no pause between two refunds, and a deposit goes
 * back to the depositor's account unless they name another.
 */
export function cancelInConsole(toss: Toss, paymentKey: string, asked: Cancellation): Payment | Refusal {
  const payment = findPayment(toss, paymentKey);
  if (!payment) return refuse("NOT_FOUND_PAYMENT");
  const { choice, account } = payment;
  const holderName = account?.depositorName;
  const depositors =
    choice?.method === "VIRTUAL_ACCOUNT" && holderName
      ? { bank: choice.bank, accountNumber: depositorsAccountNumber, holderName }
      : undefined;
  return giveBack(toss, payment, {
    ...asked,
    taxFreeAmount: asked.taxFreeAmount ?? taxFreeAboveTaxable(payment, asked.amount ?? payment.balance),
    refundAccount: asked.refundAccount ?? depositors,
  });
}

/** The console takes a refund from what is left for taxable goods first. */
function taxFreeAboveTaxable({ balance, taxFreeAmount }: Payment, amount: number): number {
  return Math.max(0, amount - (balance - taxFreeAmount));
}

function giveBack(toss: Toss, payment: Payment, asked: Cancellation): Payment | Refusal {
  const now = toss.clock.now();
  const amount = asked.amount ?? payment.balance;
  const refused = refusalToCancel(payment, asked, amount, now);
  if (refused) return refuse(refused);
  const refundable = payment.balance - amount;
  const taxFreeAmount = asked.taxFreeAmount ?? (refundable === 0 ? payment.taxFreeAmount : 0);
  const taxFreeLeft = payment.taxFreeAmount - taxFreeAmount;
  if (taxFreeAmount > amount || taxFreeLeft < 0 || taxFreeLeft > refundable) return refuse("INVALID_REQUEST");
  const target = refundTarget(payment, asked);
  if (target && isRefusal(target)) return target;

  const transactionKey = newTransactionKey();
  const canceled: Payment = {
    ...payment,
    status: refundable === 0 ? "CANCELED" : "PARTIAL_CANCELED",
    balance: refundable,
    taxFreeAmount: taxFreeLeft,
    lastTransactionKey: transactionKey,
    account: payment.account && {
      ...payment.account,
      refundReceiveAccount: target ?? payment.account.refundReceiveAccount,
      refundStatus: undefined,
    },
    cancels: [
      ...payment.cancels,
      { amount, reason: asked.reason, refundable, taxFreeAmount, at: now, transactionKey },
    ],
  };
  toss.payments.save(canceled);
  recordRefund(toss, canceled, amount);
  publishStatus(toss, canceled);
  return canceled;
}

function refusalToCancel(
  payment: Payment,
  asked: Cancellation,
  amount: number,
  now: number,
): ErrorCode | null {
  const { status, balance, currency, choice, approvedAt } = payment;
  if (status === "CANCELED") return "ALREADY_CANCELED_PAYMENT";
  const waiting = status === "WAITING_FOR_DEPOSIT";
  if (!choice || !(waiting || status === "DONE" || status === "PARTIAL_CANCELED")) {
    return "NOT_CANCELABLE_PAYMENT";
  }
  if (asked.currency !== undefined && asked.currency !== currency) return "INVALID_CURRENCY";
  if (asked.refundableAmount !== undefined && asked.refundableAmount !== balance) {
    return "NOT_MATCHES_REFUNDABLE_AMOUNT";
  }
  if (amount > balance) return "NOT_CANCELABLE_AMOUNT";
  if (waiting && amount < balance) return "NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT";
  const { refundDays, refusalToGiveBack } = methods[choice.method];
  if (approvedAt !== null && refundDays !== null && daysBetween(approvedAt, now) > refundDays) {
    return "EXCEED_MAX_REFUND_DUE";
  }
  return refusalToGiveBack?.(payment, amount, now) ?? null;
}

/** How many days in Seoul later the second instant is. */
function daysBetween(from: number, to: number): number {
  const midnight = (instant: number) => Date.parse(`${seoulDateTime(instant).slice(0, 10)}T00:00:00Z`);
  return Math.round((midnight(to) - midnight(from)) / days(1));
}

/** Only a deposit needs a refund account. */
function refundTarget(
  payment: Payment,
  { refundAccount }: Cancellation,
): RefundReceiveAccount | Refusal | null {
  if (!payment.account || payment.approvedAt === null) return null;
  return refundAccount ? checkRefundAccount(refundAccount) : refuse("INVALID_REFUND_ACCOUNT_INFO");
}
