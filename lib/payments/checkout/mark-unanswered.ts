import { recordEvents } from "@/db/events";
import { lockOrderForAnswer } from "@/db/orders";
import { movePayment } from "@/db/payments";
import type { Payment } from "@/db/schema";
import { tryTransaction } from "@/db/store";
import { later, seconds } from "../../clock";

/** When to ask the gateway again, in milliseconds after it gave no answer. */
const nextLookMs = seconds(2);

/**
 * A shopper returned from a surface that may have taken their money, and the gateway gives no answer. Until it does, the
 * payment counts as being confirmed: nobody is told that nothing was taken, and nothing else is charged. Undefined if
 * the order or the payment has moved on meanwhile.
 */
export const markUnanswered = (payment: Payment, at: Date) =>
  tryTransaction(async (tx, undo) => {
    if (!(await lockOrderForAnswer(tx, payment.orderId, payment.id))) undo();
    const waiting = { status: "confirming", nextLookAt: later(at, nextLookMs) } as const;
    const noted = (await movePayment(tx, payment.id, ["ready", "requires_action"], waiting)) ?? undo();
    const kind = "confirm_unknown" as const;
    const told = { orderId: payment.orderId, paymentId: payment.id, kind, detail: { why: "returned" }, at };
    await recordEvents(tx, [told]);
    return noted;
  });
