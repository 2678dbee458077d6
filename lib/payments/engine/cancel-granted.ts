import { recordAudit } from "@/db/audit";
import { latestCancelRequest, moveCancelRequest } from "@/db/cancel-requests";
import { recordEvents } from "@/db/events";
import { orderById } from "@/db/orders";
import { awaitingApproval } from "@/db/refunds";
import type { CancelRequest, Payment } from "@/db/schema";
import type { Tx } from "@/db/store";

// A shopper's request to cancel is granted while all the money of their order goes back, whoever sends it, and while
// nothing was paid. When that is so no longer, it waits for an answer again.

/**
 * Grants what a shopper asked for once nothing is left of the payment that pays their order, and nobody must agree to it
 * any more. `payment` is as it was just written; the order's lock is held.
 */
export async function grantIfAllGoesBack(tx: Tx, payment: Payment, by: string, now: Date) {
  const request = await latestCancelRequest(tx, payment.orderId);
  if (request?.state !== "asked" || payment.captured === 0) return;
  const order = await orderById(tx, payment.orderId);
  if (order?.winnerPaymentId !== payment.id) return;
  const undecided = (await awaitingApproval(tx, [payment.id])).get(payment.id) ?? 0;
  if (payment.captured - payment.refunded - payment.refundPending + undecided > 0) return;
  await grantCancelRequestsIn(tx, order.id, by, now);
}

/** Grants what the shopper of an order asked for, if they wait for an answer. The order's lock is held. */
export async function grantCancelRequestsIn(tx: Tx, orderId: string, by: string, now: Date) {
  const request = await latestCancelRequest(tx, orderId);
  const granted =
    request &&
    (await moveCancelRequest(tx, request.id, "asked", { state: "granted", decidedBy: by, decidedAt: now }));
  if (!granted) return;
  await recordEvents(tx, [{ orderId, kind: "cancel_granted", detail: { request: granted.id, by }, at: now }]);
  const order = await orderById(tx, orderId);
  await recordAudit(tx, {
    actor: by,
    action: "cancel_request_granted",
    subject: order?.number ?? orderId,
    detail: { request: granted.id, before: { state: "asked" }, after: { state: "granted" } },
    // What grants it is a refund, or an end of the order; that has its own row, and says where it came from.
    address: null,
    at: now,
  });
}

/** Money that was to go back stays here, or came after the order was given up: the shop must answer again. */
export async function reopenCancelRequest(tx: Tx, { id, orderId }: Payment, now: Date) {
  const request = await latestCancelRequest(tx, orderId);
  if (request?.state !== "granted") return;
  const order = await orderById(tx, orderId);
  if (order?.winnerPaymentId !== id) return;
  await moveCancelRequest(tx, request.id, "granted", { state: "asked", decidedBy: null, decidedAt: null });
  await recordEvents(tx, [
    { orderId, paymentId: id, kind: "cancel_reopened", detail: { request: request.id }, at: now },
  ]);
}

/** True of an order that its shopper gave up before anything was paid. */
export const isGivenUp = (request: CancelRequest | undefined) => request?.state === "granted";
