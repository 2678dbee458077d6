import { endStandingCall } from "@/db/calls";
import { recordEvents } from "@/db/events";
import { lockOrderOf } from "@/db/orders";
import { paymentById } from "@/db/payments";
import type { Call } from "@/db/schema";
import { transaction } from "@/db/store";
import { forgetful } from "./forgetful";
import { callPerson, endNeeds, needOf } from "./needs";
import { keepReceiptInStep } from "./receipts-apart";

/**
 * The gateway refused to issue a cash receipt, or to cancel one. Staff who asked for a receipt may ask again; a receipt
 * that says more than is left of its payment needs a person. If another worker has recorded an outcome meanwhile, nothing
 * changes.
 */
export const giveUpReceipt = (call: Call, { code }: { code: string }, now: Date) =>
  transaction(async (tx) => {
    await lockOrderOf(tx, call.paymentId);
    const payment = await paymentById(tx, call.paymentId);
    if (!payment) throw new Error(`The call ${call.id} has no payment.`);
    if (!(await endStandingCall(tx, call.id, "declined", forgetful(call)))) return;
    const kind = call.kind === "receipt" ? "receipt_failed" : "receipt_cancel_failed";
    const about = { orderId: payment.orderId, paymentId: payment.id };
    await recordEvents(tx, [{ ...about, kind, detail: { amount: call.amount, code }, at: now }]);
    if (call.kind === "receipt_cancel")
      await callPerson(tx, [needOf(payment, "cash_receipt_failed", code)], now);
    // More may have been refunded since the call was written.
    await keepReceiptInStep(tx, payment, now);
    await endNeeds(tx, payment.orderId, now);
  });
