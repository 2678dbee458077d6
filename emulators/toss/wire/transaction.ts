import { seoulInstant } from "../../kit/text";
import type { Language } from "../errors";
import { methods } from "../methods";
import type { Toss } from "../toss";
import type { Transaction } from "../transaction";

export function printTransaction(toss: Toss, transaction: Transaction, language: Language) {
  const { id, mId, paymentKey, orderId, method, status, currency, amount, at } = transaction;
  return {
    mId,
    transactionKey: id,
    paymentKey,
    orderId,
    method: method && methods[method][language],
    customerKey: null,
    useEscrow: false,
    receiptUrl: `${toss.origin()}/receipt/redirection?transactionId=${paymentKey}&ref=PX`,
    status,
    transactionAt: seoulInstant(at),
    currency,
    amount,
  };
}
