import { seoulInstant } from "../../kit/text";
import type { CashReceiptChoice } from "../methods/cash-receipt";
import type { Cancel, Payment } from "../payment";

/** The tax office's placeholder for a buyer who gives no number. */
const unknownCustomer = "010-000-1234";

/** The cash receipts reported to the tax office; null until the money has arrived. */
export function printCashReceipts(payment: Payment, origin: string) {
  const chosen = payment.choice && "cashReceipt" in payment.choice ? payment.choice.cashReceipt : null;
  if (!chosen || chosen.type === "미발행" || payment.approvedAt === null) return null;
  const issued = print(payment, chosen, origin, 0, payment.amount, payment.approvedAt);
  const canceled = payment.cancels.map(({ amount, at }: Cancel, index) =>
    print(payment, chosen, origin, index + 1, amount, at),
  );
  const { type, receiptKey, issueNumber, receiptUrl, amount, taxFreeAmount } = issued;
  return {
    cashReceipt: { type, receiptKey, issueNumber, receiptUrl, amount, taxFreeAmount },
    cashReceipts: [issued, ...canceled],
  };
}

function print(
  { id, orderId, orderName }: Payment,
  { type, registrationNumber }: CashReceiptChoice,
  origin: string,
  number: number,
  amount: number,
  at: number,
) {
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
    taxFreeAmount: 0,
    issueStatus: "COMPLETED",
    failure: null,
    customerIdentityNumber: registrationNumber ?? unknownCustomer,
    requestedAt: seoulInstant(at),
  };
}
