import { endCall } from "@/db/calls";
import { recordEvents } from "@/db/events";
import { lockOrder } from "@/db/orders";
import { paymentById } from "@/db/payments";
import type { Call } from "@/db/schema";
import { transaction } from "@/db/store";
import { endNeeds } from "./needs";

/** `message` is what the gateway said, without secrets or personal data. */
type Refused = { code: string; message?: string | undefined };

/**
 * The gateway refused to have a payment acquired. The shopper has paid all the same, and staff may ask again. If another
 * worker has recorded an outcome meanwhile, nothing changes.
 */
export const giveUpAcquire = (call: Call, { code, message }: Refused, now: Date) =>
  transaction(async (tx) => {
    const payment = await paymentById(tx, call.paymentId);
    if (!payment) throw new Error(`The call ${call.id} has no payment.`);
    await lockOrder(tx, payment.orderId);
    if (!(await endCall(tx, call.id, "declined"))) return;
    await recordEvents(tx, [
      {
        orderId: payment.orderId,
        paymentId: payment.id,
        kind: "acquire_failed",
        detail: { code, ...(message && { message }) },
        at: now,
      },
    ]);
    await endNeeds(tx, payment.orderId, now);
  });
