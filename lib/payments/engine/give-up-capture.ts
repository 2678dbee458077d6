import { endCall } from "@/db/calls";
import { recordEvents } from "@/db/events";
import { lockOrder } from "@/db/orders";
import { paymentById, writePayment } from "@/db/payments";
import type { Call } from "@/db/schema";
import { transaction } from "@/db/store";
import { callPerson, endNeeds, needOf } from "./needs";

/** `message` is what the gateway said, without secrets or personal data. */
type Refused = { code: string; message?: string | undefined };

/**
 * The gateway refused a capture, and nothing was captured: the money is still on hold, and an operator must decide. If
 * another worker has recorded an outcome meanwhile, nothing changes.
 */
export const giveUpCapture = (call: Call, { code, message }: Refused, now: Date) =>
  transaction(async (tx) => {
    const known = await paymentById(tx, call.paymentId);
    if (!known) throw new Error(`The call ${call.id} has no payment.`);
    await lockOrder(tx, known.orderId);
    if (!(await endCall(tx, call.id, "declined"))) return;
    const payment = await paymentById(tx, call.paymentId);
    if (payment?.status !== "authorized") return;
    await writePayment(tx, payment.id, payment.version, {
      captureAsked: null,
      failureCode: code,
      failureKind: "rejected",
    });
    await recordEvents(tx, [
      {
        orderId: payment.orderId,
        paymentId: payment.id,
        kind: "capture_failed",
        detail: { amount: call.amount, code, ...(message && { message }) },
        at: now,
      },
    ]);
    await callPerson(tx, [needOf(payment, "capture_failed", code)], now);
    await endNeeds(tx, payment.orderId, now);
  });
