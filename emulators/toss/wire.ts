import { seoulInstant } from "../kit/text";
import { describeError, type Language } from "./errors";
import { methods } from "./methods";
import type { Cancel, Payment } from "./payment";

/** The Payment object as the API and the webhooks show it: what a payment does not have is null. */
export function printPayment(payment: Payment, language: Language, origin: string) {
  const method = payment.choice && payment.status !== "EXPIRED" ? methods[payment.choice.method] : null;
  const vat = Math.round((payment.balance - payment.taxFreeAmount) / 11);
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
    suppliedAmount: payment.balance - vat,
    vat,
    taxFreeAmount: payment.taxFreeAmount,
    isPartialCancelable: true,
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
    ...printDetail(payment, language),
    cashReceipt: null,
    cashReceipts: null,
    discount: null,
    cancels: payment.cancels.length > 0 ? payment.cancels.map(printCancel) : null,
    secret: null,
    failure: payment.failure && describeError(payment.failure, language),
    metadata: payment.metadata,
    receipt:
      payment.approvedAt === null
        ? null
        : { url: `${origin}/receipt/redirection?transactionId=${payment.id}&ref=PX` },
    checkout: { url: `${origin}/v1/payments/${payment.id}/checkout` },
  };
}

function printDetail(payment: Payment, language: Language): object {
  if (!payment.choice || payment.approvedAt === null) return {};
  const { detail, print } = methods[payment.choice.method];
  return { [detail]: print(payment, payment.choice, language) };
}

function printCancel(cancel: Cancel) {
  return {
    transactionKey: cancel.transactionKey,
    cancelReason: cancel.reason,
    taxExemptionAmount: 0,
    canceledAt: seoulInstant(cancel.at),
    cardDiscountAmount: 0,
    transferDiscountAmount: 0,
    easyPayDiscountAmount: 0,
    receiptKey: null,
    cancelStatus: "DONE",
    cancelRequestId: null,
    cancelAmount: cancel.amount,
    taxFreeAmount: cancel.taxFreeAmount,
    refundableAmount: cancel.refundable,
  };
}
