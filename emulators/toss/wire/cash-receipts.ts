import { seoulInstant } from "../../kit/text";
import { nextMidnight } from "../calendar";
import type { CashReceiptChoice } from "../methods/cash-receipt";
import type { Cancel, Payment } from "../payment";

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
function answerOf(registrationNumber: string | null, at: number, now: number) {
  if (now < nextMidnight(at)) return "IN_PROGRESS";
  return registrationNumber?.endsWith("0000") ? "FAILED" : "COMPLETED";
}

function print(
  { id, orderId, orderName }: Payment,
  { type, registrationNumber }: CashReceiptChoice,
  origin: string,
  { number, amount, taxFreeAmount, at }: Reported,
  now: number,
) {
  const issueStatus = answerOf(registrationNumber, at, now);
  return {
    receiptKey: `${id}cr${number}`,
    orderId,
    orderName,
    type,
    issueNumber: String(at).slice(-9),
    receiptUrl: `${origin}/receipt/redirection?transactionId=${id}&ref=CR`,
    businessNumber: "0000000000",
    transactionType: number === 0 ? "CONFIRM" : "CANCEL",
    amount,
    taxFreeAmount,
    issueStatus,
    failure:
      issueStatus === "FAILED"
        ? { code: "NTS_ERROR", message: "[TSF] 국세청에서 발급을 거절했습니다." }
        : null,
    customerIdentityNumber: registrationNumber ?? unknownCustomer,
    requestedAt: seoulInstant(at),
  };
}
