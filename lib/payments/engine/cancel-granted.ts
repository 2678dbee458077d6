import { recordAudit } from "@/db/audit";
import { latestCancelRequest, moveCancelRequest } from "@/db/cancel-requests";
import { recordEvents } from "@/db/events";
import { orderById } from "@/db/orders";
import { awaitingApproval } from "@/db/refunds";
import type { CancelRequest, Payment } from "@/db/schema";
import type { Tx } from "@/db/store";

// A shopper's cancel request is granted once all the money of their order is being refunded, whoever started the
// refund, or if nothing was paid. If that stops being true, the request reopens.

/**
 * Grants a shopper's cancel request once nothing is left of the payment that pays their order and no refund awaits
 * approval. `payment` is as it was just written. The caller holds the order's lock.
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

/** Grants the order's cancel request if it is still open. The caller holds the order's lock. */
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
    // The trigger is a refund or the end of the order. That has its own audit row, with the address.
    address: null,
    at: now,
  });
}

/**
 * Reopens a granted cancel request: a refund failed, or money arrived after the order was canceled. The shop must
 * decide again.
 */
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

/** Whether the shopper canceled the order before anything was paid. */
export const isGivenUp = (request: CancelRequest | undefined) => request?.state === "granted";
