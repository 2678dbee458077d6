import type { Context } from "hono";
import { type Bindings, readJson } from "../../kit/http";
import { isRefusal, refuse } from "../errors";
import type { Receipt } from "../receipt";
import type { Toss } from "../toss";
import { cancelReceipt, issueReceipt, listReceipts } from "../verbs/receipts";
import { printReceipt } from "../wire/cash-receipts";
import { answer } from "./answer";
import { CancelReceiptBody } from "./bodies";
import { readReceiptBody } from "./receipt-body";
import { textField } from "./text-field";

// Cash receipts that the shop issues apart from a payment. Source: docs.tosspayments.com/reference, cash receipts.

export async function issuingReceipt(toss: Toss, c: Context<Bindings>): Promise<Response> {
  const body = await readJson(c);
  return answer(toss, c, {
    operation: "issue_receipt",
    orderId: textField(body, "orderId"),
    paymentKey: null,
    body,
    act(pair) {
      const wish = readReceiptBody(body);
      return isRefusal(wish) ? wish : issueReceipt(toss, pair, wish);
    },
    print: printing(toss),
  });
}

export async function cancelingReceipt(
  toss: Toss,
  c: Context<Bindings>,
  receiptKey: string,
): Promise<Response> {
  const body = await readJson(c);
  const parsed = CancelReceiptBody.safeParse(body ?? {});
  return answer(toss, c, {
    operation: "cancel_receipt",
    orderId: toss.receipts.get(receiptKey)?.orderId ?? null,
    paymentKey: null,
    body,
    act: (pair) =>
      parsed.success
        ? cancelReceipt(toss, pair.mId, receiptKey, parsed.data.amount ?? undefined)
        : refuse("INVALID_REQUEST"),
    print: printing(toss),
  });
}

export function listingReceipts(toss: Toss, c: Context<Bindings>): Promise<Response> {
  return answer(toss, c, {
    operation: "receipts",
    orderId: null,
    paymentKey: null,
    body: null,
    act: (pair) => listReceipts(toss, pair, c.req.query()),
    print: ({ rows, ...page }) => ({ ...page, data: rows.map(printing(toss)) }),
  });
}

const printing = (toss: Toss) => (receipt: Receipt) => printReceipt(receipt, toss.origin(), toss.clock.now());
