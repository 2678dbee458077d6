import { type NewAudit, recordAudit } from "@/db/audit";
import { pendingCallOf } from "@/db/calls";
import { recordEvents } from "@/db/events";
import { lockOrder, writeOrder } from "@/db/orders";
import { paymentById } from "@/db/payments";
import type { Order, Payment } from "@/db/schema";
import { db, type Tx } from "@/db/store";
import { now, waitAtMost } from "../../clock";
import { type KeyedRequest, once } from "../../http/idempotency";
import { Problem } from "../../problem";
import { askNow } from "../engine/ask";
import { grantCancelRequestsIn } from "../engine/cancel-granted";
import { closeSurface, endAttempts } from "../engine/close";
import { workOn } from "../engine/lease";
import { currentPayment } from "../engine/wait";

export type VoidRequest = {
  paymentId: string;
  /** In minor units, if given. Nothing was captured yet, so it must be the full amount. */
  amount?: number | undefined;
  reason: string;
  requestedBy: string;
  keyed?: KeyedRequest | undefined;
  audit: Omit<NewAudit, "at">;
  /** How long to wait for the gateway, in milliseconds; the call continues after that. */
  waitMs: number;
};

/**
 * Voids a payment that a bank holds and nobody captured: no money moves, and the order ends if nothing else pays it.
 * Returns the payment as it is then, still `authorized` until the gateway answers. The same key returns the same
 * payment. Throws `payment_not_captured` for a partial amount, `payment_not_open` if nothing is held any more, `call_busy`
 * while it is being captured, and `idempotency_key_reused`.
 */
export async function voidPayment(request: VoidRequest): Promise<{ payment: Payment; replayed: boolean }> {
  const at = now();
  const { made: payment, replayed } = await once(
    request.keyed,
    at,
    async (tx) => {
      const claimed = await claim(tx, request, at);
      return { id: claimed.id, made: claimed };
    },
    currentPayment,
  );
  const call = await pendingCallOf(db, payment.id, "close");
  if (call)
    await waitAtMost(
      request.waitMs,
      workOn(call, at, (leased) => askNow(leased, payment)),
    );
  return { payment: await currentPayment(payment.id), replayed };
}

async function claim(
  tx: Tx,
  { paymentId, amount, reason, requestedBy, audit }: VoidRequest,
  at: Date,
): Promise<Payment> {
  const known = await paymentById(tx, paymentId);
  const order = known && (await lockOrder(tx, known.orderId));
  const payment = await paymentById(tx, paymentId);
  if (!order || !payment) throw new Error(`There is no payment ${paymentId}.`);
  if (payment.status !== "authorized")
    throw new Problem("payment_not_open", "This payment is no longer authorized, so it cannot be voided.");
  if (await pendingCallOf(tx, paymentId, "capture"))
    throw new Problem("call_busy", "This payment is being captured. Nothing was voided.");
  if (amount !== undefined && amount !== payment.amount)
    throw new Problem(
      "payment_not_captured",
      "This payment is not captured yet, so only the full amount can be voided.",
    );
  await recordEvents(tx, [
    {
      orderId: order.id,
      paymentId,
      kind: "void_asked",
      detail: { amount: payment.amount, by: requestedBy, reason },
      at,
    },
  ]);
  await closeSurface(tx, payment, "voided", at);
  // All that the shopper paid is released, which is what they asked for.
  if (order.winnerPaymentId === paymentId) await grantCancelRequestsIn(tx, order.id, requestedBy, at);
  // The order ends like an expired one, once the gateway confirms that nothing is held any more.
  if (isUnpaid(order)) {
    await endAttempts(tx, order.id, "canceled", at);
    await writeOrder(tx, order.id, { expiresAt: at, endingSince: at });
  }
  await recordAudit(tx, { ...audit, at });
  return payment;
}

const isUnpaid = ({ status }: Order) => status === "open" || status === "waiting_for_deposit";
