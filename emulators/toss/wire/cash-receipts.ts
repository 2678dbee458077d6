import { seoulInstant } from "../../kit/text";
import { nextMidnight } from "../calendar";
import type { CashReceiptChoice } from "../methods/cash-receipt";
import type { Cancel, Payment } from "../payment";
import type { Receipt } from "../receipt";

/** The tax office's placeholder for a buyer who gives no number. */
const unknownCustomer = "010-000-1234";

/** The cash receipts reported to the tax office; null until the money has arrived. */
export function printCashReceipts(payment: Payment, origin: string, now: number) {
  const chosen = payment.choice && "cashReceipt" in payment.choice ? payment.choice.cashReceipt : null;
  if (!chosen || chosen.type === "미발행" || payment.approvedAt === null) return null;
  const taxFree = payment.cancels.reduce((sum, cancel) => sum + cancel.taxFreeAmount, payment.taxFreeAmount);
  const whole = { number: 0, amount: payment.amount, taxFreeAmount: taxFree, at: payment.approvedAt };
  const issued = print(payment, chosen, origin, whole, now);
  const canceled = payment.cancels.map(({ amount, taxFreeAmount, at }: Cancel, index) =>
    print(payment, chosen, origin, { number: index + 1, amount, taxFreeAmount, at }, now),
  );
  const { type, receiptKey, issueNumber, receiptUrl, amount, taxFreeAmount } = issued;
  return {
    cashReceipt: { type, receiptKey, issueNumber, receiptUrl, amount, taxFreeAmount },
    cashReceipts: [issued, ...canceled],
  };
}

type Reported = { number: number; amount: number; taxFreeAmount: number; at: number };

/**
 * The tax office answers the day after, and refuses receipts to numbers that end in 0000. That number is the emulator's
 * choice. Source for the code: docs.tosspayments.com/reference/error-codes, cash receipts.
 */
export function taxOfficeAnswer(registrationNumber: string, at: number, now: number) {
  if (now < nextMidnight(at)) return "IN_PROGRESS";
  return registrationNumber.endsWith("0000") ? "FAILED" : "COMPLETED";
}

function print(
  { id, orderId, orderName }: Payment,
  { type, registrationNumber }: CashReceiptChoice,
  origin: string,
  { number, ...reported }: Reported,
  now: number,
) {
  const receiptKey = `${id}cr${number}`;
  const canceled = number > 0;
  const customerIdentityNumber = registrationNumber ?? unknownCustomer;
  const of = { receiptKey, orderId, orderName, type, canceled, customerIdentityNumber, page: id };
  return printEntry({ ...of, ...reported }, origin, now);
}

/** A receipt that was issued apart from a payment, or the cancellation of one. */
export const printReceipt = ({ id, canceled, ...receipt }: Receipt, origin: string, now: number) =>
  printEntry({ ...receipt, receiptKey: id, canceled: canceled !== null, page: id }, origin, now);

type Entry = Pick<
  Receipt,
  "orderId" | "orderName" | "customerIdentityNumber" | "amount" | "taxFreeAmount" | "at"
> & {
  receiptKey: string;
  type: CashReceiptChoice["type"];
  canceled: boolean;
  /** What its page is about. */
  page: string;
};

function printEntry(entry: Entry, origin: string, now: number) {
  const { at, customerIdentityNumber } = entry;
  const issueStatus = taxOfficeAnswer(customerIdentityNumber, at, now);
  return {
    receiptKey: entry.receiptKey,
    orderId: entry.orderId,
    orderName: entry.orderName,
    type: entry.type,
    issueNumber: String(at).slice(-9),
    receiptUrl: `${origin}/receipt/redirection?transactionId=${entry.page}&ref=CR`,
    businessNumber: "0000000000",
    transactionType: entry.canceled ? "CANCEL" : "CONFIRM",
    amount: entry.amount,
    taxFreeAmount: entry.taxFreeAmount,
    issueStatus,
    failure:
      issueStatus === "FAILED"
        ? { code: "NTS_ERROR", message: "[TSF] 국세청에서 발급을 거절했습니다." }
        : null,
    customerIdentityNumber,
    requestedAt: seoulInstant(at),
  };
}
