import { randomUUID } from "node:crypto";
import { seoulDay } from "../calendar";
import { type Refusal, refuse } from "../errors";
import type { KeyPair } from "../keys";
import type { Receipt } from "../receipt";
import { receiptsLimitDefault, receiptsLimitMax } from "../rules";
import { readSeoulDate } from "../seoul-time";
import type { Toss } from "../toss";
import { taxOfficeAnswer } from "../wire/cash-receipts";

export type NewReceipt = Pick<
  Receipt,
  "orderId" | "orderName" | "type" | "customerIdentityNumber" | "amount" | "taxFreeAmount"
>;

/**
 * Issues a cash receipt apart from a payment. An order has one at a time: another one is refused until the tax office has
 * refused the first, or all of it is canceled. When exactly the code is used is the emulator's choice.
 */
export function issueReceipt(toss: Toss, pair: KeyPair, wish: NewReceipt): Receipt | Refusal {
  if (wish.taxFreeAmount > wish.amount) return refuse("INVALID_REQUEST");
  const standing = toss.receipts
    .find({ mId: pair.mId, orderId: wish.orderId })
    .some((receipt) => receipt.canceled === null && isStanding(toss, receipt));
  if (standing) return refuse("DUPLICATED_CASH_RECEIPT");
  return keep(toss, { ...wish, mId: pair.mId, canceled: null });
}

/**
 * Cancels a receipt, or `amount` of it. The tax-free part is the amount's share of what is left. Which error each refusal
 * has is the emulator's choice.
 */
export function cancelReceipt(
  toss: Toss,
  mId: string,
  receiptKey: string,
  wanted: number | undefined,
): Receipt | Refusal {
  const receipt = toss.receipts.get(receiptKey);
  if (receipt?.mId !== mId || receipt.canceled !== null) return refuse("NOT_FOUND");
  const left = leftOf(toss, receipt);
  const amount = wanted ?? left.amount;
  if (amount > left.amount || left.amount === 0) return refuse("NOT_CANCELABLE_AMOUNT");
  const taxFreeAmount = Math.round((amount * left.taxFreeAmount) / left.amount);
  const { id: canceled, at: _, requestDate: __, ...same } = receipt;
  return keep(toss, { ...same, amount, taxFreeAmount, canceled });
}

export type ReceiptQuery = {
  requestDate?: string | undefined;
  cursor?: string | undefined;
  limit?: string | undefined;
};

export type ReceiptPage = { hasNext: boolean; lastCursor: number; rows: Receipt[] };

/** One page of a merchant's receipts that were requested on a day, oldest first; the cursor is the emulator's choice. */
export function listReceipts(toss: Toss, pair: KeyPair, query: ReceiptQuery): ReceiptPage | Refusal {
  if (!query.requestDate) return refuse("INVALID_REQUIRED_PARAM");
  const requestDate = readSeoulDate(query.requestDate);
  if (typeof requestDate !== "string") return requestDate;
  const limit = Number(query.limit ?? receiptsLimitDefault);
  const from = Number(query.cursor ?? 0);
  if (!Number.isInteger(limit) || limit < 1 || !Number.isInteger(from) || from < 0)
    return refuse("INVALID_REQUEST");
  if (limit > receiptsLimitMax) return refuse("EXCEED_MAX_QUERY_LIMIT");
  const all = toss.receipts.find({ mId: pair.mId, requestDate });
  const rows = all.slice(from, from + limit);
  const lastCursor = from + rows.length;
  return { hasNext: lastCursor < all.length, lastCursor, rows };
}

/** What is left of a receipt, in won. */
export function leftOf(toss: Toss, { id, amount, taxFreeAmount }: Receipt) {
  const cancels = toss.receipts.find({ canceled: id });
  return {
    amount: cancels.reduce((left, cancel) => left - cancel.amount, amount),
    taxFreeAmount: cancels.reduce((left, cancel) => left - cancel.taxFreeAmount, taxFreeAmount),
  };
}

const isStanding = (toss: Toss, receipt: Receipt) =>
  leftOf(toss, receipt).amount > 0 &&
  taxOfficeAnswer(receipt.customerIdentityNumber, receipt.at, toss.clock.now()) !== "FAILED";

function keep(toss: Toss, fields: Omit<Receipt, "id" | "at" | "requestDate">): Receipt {
  const at = toss.clock.now();
  const receipt = { id: `cr_${randomUUID()}`, ...fields, at, requestDate: seoulDay(at) };
  toss.receipts.save(receipt);
  return receipt;
}
