import { type NewAudit, recordAudit } from "@/db/audit";
import { lastCallOf, standingCallsOf, writeCall } from "@/db/calls";
import { recordEvents } from "@/db/events";
import { lockOrderOf } from "@/db/orders";
import { paymentById } from "@/db/payments";
import type { Call, Order, Payment } from "@/db/schema";
import type { Tx } from "@/db/store";
import { isAboutReceipt, keysApart } from "../../books/receipts";
import type { CashReceiptType } from "../../contracts/cash-receipts";
import type { KeyedRequest } from "../../http/idempotency";
import { Problem } from "../../problem";
import { leftOf } from "../../tax";
import { callOnce } from "../engine/call-once";
import { leasedFrom } from "../engine/lease";
import { newCall } from "../engine/new-call";
import { mayHaveReceipt } from "./may-have-receipt";

export type ReceiptWish = {
  paymentId: string;
  type: CashReceiptType;
  /** Digits only; it fits the type. It is erased when the call has ended. */
  registrationNumber: string;
  requestedBy: string;
  keyed: KeyedRequest;
  audit: Omit<NewAudit, "at">;
  /** How long to wait for the gateway, in milliseconds; the call continues after that. */
  waitMs: number;
};

/**
 * Issues a cash receipt for what is left of a transfer or deposit, apart from the payment. Returns the payment as it is
 * then; the same key returns the same payment. Throws `cash_receipt_not_possible`, `cash_receipt_exists`, `call_busy` while
 * one is being issued or canceled or a refund is under way, and `idempotency_key_reused`.
 */
export async function issueReceipt(wish: ReceiptWish): Promise<Payment> {
  const { payment } = await callOnce(wish, (tx, at) => claim(tx, wish, at));
  return payment;
}

async function claim(tx: Tx, wish: ReceiptWish, at: Date): Promise<{ payment: Payment; call: Call }> {
  const { paymentId, requestedBy, audit, type } = wish;
  const order = await lockOrderOf(tx, paymentId);
  const payment = await paymentById(tx, paymentId);
  if (!order || !payment) throw new Error(`There is no payment ${paymentId}.`);
  assertMayHaveReceipt(order, payment);
  if ((await standingCallsOf(tx, paymentId)).some(isAboutReceipt))
    throw new Problem("call_busy", "A cash receipt of this payment is being issued or canceled.");
  if (payment.refundPending > 0)
    throw new Problem(
      "call_busy",
      "A refund of this payment is under way. A receipt is for what is left after it.",
    );
  const n = ((await lastCallOf(tx, paymentId, "receipt"))?.n ?? 0) + 1;
  const { amount, taxFree } = leftOf(payment);
  const sent = {
    kind: "receipt" as const,
    paymentKey: payment.gatewayPaymentKey ?? "",
    orderId: payment.gatewayOrderId,
    orderName: order.name,
    amount,
    taxFree,
    type,
    registrationNumber: wish.registrationNumber,
    known: keysApart(payment.detail.cashReceipts),
  };
  const call = await writeCall(tx, {
    ...newCall(payment, sent, { n, askedAt: at, nextAt: at }),
    ...leasedFrom(at),
    amount,
  });
  await recordEvents(tx, [
    { orderId: order.id, paymentId, kind: "receipt_asked", detail: { amount, type, by: requestedBy }, at },
  ]);
  await recordAudit(tx, { ...audit, detail: { ...audit.detail, amount, type }, at });
  return { payment, call };
}

function assertMayHaveReceipt(order: Order, payment: Payment) {
  const may = mayHaveReceipt(order, payment);
  if (may === "exists")
    throw new Problem("cash_receipt_exists", "This payment has a cash receipt already. None was issued.");
  if (may === "no")
    throw new Problem(
      "cash_receipt_not_possible",
      "A cash receipt is issued only for a paid order, for what is left of a transfer or deposit made with today's keys.",
    );
}
