import { beforeConfirm, forgetKey } from "@/db/brought-keys";
import { writeCall } from "@/db/calls";
import { recordEvents } from "@/db/events";
import { lockOrderForAsking } from "@/db/orders";
import { movePayment } from "@/db/payments";
import type { Call, Payment } from "@/db/schema";
import { tryTransaction } from "@/db/store";
import { later } from "../../clock";
import { nextConfirmKey } from "./call-key";
import { newCall } from "./new-call";
import { firstLookAfterMs } from "./retry-times";
import { sourcesOf } from "./state";

/** What to charge, besides the payment key, if the shopper does not authenticate it beforehand. */
export type Charge = { paymentMethod?: string | undefined; returnUrl?: string | undefined };

/**
 * Claims the order and the attempt for one confirm and writes the call, atomically. Only the caller that gets the rows
 * back may send it; everyone else gets undefined. Removes the payment key from the kept keys; with `onlyIfKept`, does
 * nothing if the key is no longer kept.
 */
export const claim = (
  attempt: Payment,
  paymentKey: string,
  at: Date,
  { charge = {}, onlyIfKept = false }: { charge?: Charge | undefined; onlyIfKept?: boolean } = {},
) =>
  tryTransaction(async (tx, undo): Promise<{ call: Call; payment: Payment }> => {
    const order = (await lockOrderForAsking(tx, attempt.orderId, attempt.id)) ?? undo();
    const payment =
      (await movePayment(tx, attempt.id, sourcesOf("asked"), {
        status: "confirming",
        gatewayPaymentKey: paymentKey,
        failureCode: null,
        failureKind: null,
        nextLookAt: null,
      })) ?? undo();
    const { last, isKept } = await beforeConfirm(tx, payment.id, paymentKey);
    if (onlyIfKept && !isKept) undo();
    if (isKept) await forgetKey(tx, { paymentId: payment.id, paymentKey });
    const { id, n, silentAt } = nextConfirmKey(payment.id, paymentKey, last);
    const sent = {
      kind: "confirm" as const,
      paymentKey,
      orderId: payment.gatewayOrderId,
      amount: payment.amount,
      ...charge,
    };
    const nextAt = later(at, firstLookAfterMs);
    const call = await writeCall(tx, { ...newCall(payment, sent, { n, askedAt: at, nextAt }), id, silentAt });
    await recordEvents(tx, [
      { orderId: order.id, paymentId: payment.id, kind: "confirm_asked", detail: { key: id }, at },
    ]);
    return { call, payment };
  });
