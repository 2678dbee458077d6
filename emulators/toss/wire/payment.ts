import { seoulInstant } from "../../kit/text";
import { seoulDay } from "../calendar";
import { describeError, type Language } from "../errors";
import { methods } from "../methods";
import type { Choice } from "../methods/choices";
import type { Details } from "../methods/method";
import type { Cancel, Payment } from "../payment";
import type { Toss } from "../toss";
import { printCashReceipts } from "./cash-receipts";

/** The Payment object in the format of the API and the webhooks: what a payment does not have is null. */
export function printPayment(toss: Toss, payment: Payment, language: Language) {
  const origin = toss.origin();
  const method = payment.choice && payment.status !== "EXPIRED" ? methods[payment.choice.method] : null;
  const { suppliedAmount, vat } = taxOf(payment);
  return {
    mId: payment.mId,
    version: "2022-11-16",
    paymentKey: payment.id,
    lastTransactionKey: payment.lastTransactionKey,
    status: payment.status,
    orderId: payment.orderId,
    orderName: payment.orderName,
    taxExemptionAmount: 0,
    requestedAt: seoulInstant(payment.requestedAt),
    approvedAt: payment.approvedAt === null ? null : seoulInstant(payment.approvedAt),
    useEscrow: payment.status === "EXPIRED" ? null : false,
    cultureExpense: false,
    type: "NORMAL",
    country: "KR",
    currency: payment.currency,
    totalAmount: payment.amount,
    balanceAmount: payment.balance,
    suppliedAmount,
    vat,
    taxFreeAmount: payment.taxFreeAmount,
    isPartialCancelable: payment.choice?.method !== "MOBILE_PHONE",
    method: method?.[language] ?? null,
    card: null,
    virtualAccount: null,
    transfer: null,
    mobilePhone: null,
    giftCertificate: null,
    foreignEasyPay: null,
    easyPay: null,
    easyPayAmount: null,
    easyPayDiscountAmount: null,
    discount: null,
    ...printDetails(toss, payment, language),
    cashReceipt: null,
    cashReceipts: null,
    ...printCashReceipts(payment, origin, toss.clock.now()),
    cancels:
      payment.cancels.length > 0 ? payment.cancels.map((cancel) => printCancel(payment, cancel)) : null,
    secret: payment.secret,
    failure: payment.failure && describeError(payment.failure, language),
    metadata: payment.metadata,
    receipt:
      payment.approvedAt === null
        ? null
        : { url: `${origin}/receipt/redirection?transactionId=${payment.id}&ref=PX` },
    checkout: { url: `${origin}/v1/payments/${payment.id}/checkout` },
  };
}

/** The three parts of what is left add up to it. The tax is rounded to the nearest won. */
function taxOf({ balance, taxFreeAmount }: Payment) {
  const vat = Math.round((balance - taxFreeAmount) / 11);
  return { suppliedAmount: balance - taxFreeAmount - vat, vat };
}

export function printDetails(toss: Toss, payment: Payment, language: Language): Details {
  if (!payment.choice || payment.lastTransactionKey === null) return {};
  return methods[payment.choice.method].print(payment, payment.choice, language, {
    now: toss.clock.now(),
    origin: toss.origin(),
    paidOut: isPaidOut(toss, payment),
  });
}

/** Whether the newest approval or deposit is paid out to the shop; cards show their acquisition instead. */
function isPaidOut(toss: Toss, { id, approvedAt, choice }: Payment): boolean {
  if (approvedAt === null || choice?.method === "CARD") return false;
  const sold = toss.settlements.find({ paymentKey: id }).findLast(({ amount }) => amount > 0);
  return typeof sold?.paidOutDate === "string" && sold.paidOutDate <= seoulDay(toss.clock.now());
}

export function printCancel({ choice, cancels }: Payment, cancel: Cancel) {
  const isFirst = cancels[0]?.transactionKey === cancel.transactionKey;
  return {
    transactionKey: cancel.transactionKey,
    cancelReason: cancel.reason,
    taxExemptionAmount: 0,
    canceledAt: seoulInstant(cancel.at),
    // The first cancel takes the instant discount back.
    cardDiscountAmount: isFirst && choice?.method === "CARD" ? (choice.discount ?? 0) : 0,
    transferDiscountAmount: 0,
    easyPayDiscountAmount: pointsGivenBack(choice, cancel),
    receiptKey: null,
    cancelStatus: "DONE",
    cancelRequestId: null,
    cancelAmount: cancel.amount,
    taxFreeAmount: cancel.taxFreeAmount,
    refundableAmount: cancel.refundable,
  };
}

/** A wallet refunds money first and points last. */
function pointsGivenBack(choice: Choice | null, { amount, refundable }: Cancel): number {
  const points = choice?.method === "EASY_PAY" ? choice.points : 0;
  return Math.min(points, refundable + amount) - Math.min(points, refundable);
}
