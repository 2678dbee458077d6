import { endStandingCall } from "@/db/calls";
import { recordEvents } from "@/db/events";
import { lockOrder } from "@/db/orders";
import { paymentById } from "@/db/payments";
import type { Call } from "@/db/schema";
import { transaction } from "@/db/store";
import { forgetful } from "./forgetful";
import { callPerson, endNeeds, needOf } from "./needs";

/**
 * The gateway refused to issue a cash receipt, or to cancel one. Staff who asked for a receipt may ask again; a receipt
 * that says more than is left of its payment needs a person. If another worker has recorded an outcome meanwhile, nothing
 * changes.
 */
export const giveUpReceipt = (call: Call, { code }: { code: string }, now: Date) =>
  transaction(async (tx) => {
    const payment = await paymentById(tx, call.paymentId);
    if (!payment) throw new Error(`The call ${call.id} has no payment.`);
    await lockOrder(tx, payment.orderId);
    if (!(await endStandingCall(tx, call.id, "declined", forgetful(call)))) return;
    const kind = call.kind === "receipt" ? "receipt_failed" : "receipt_cancel_failed";
    const about = { orderId: payment.orderId, paymentId: payment.id };
    await recordEvents(tx, [{ ...about, kind, detail: { amount: call.amount, code }, at: now }]);
    if (call.kind === "receipt_cancel")
      await callPerson(tx, [needOf(payment, "cash_receipt_failed", code)], now);
    await endNeeds(tx, payment.orderId, now);
  });
