import { post } from "@/db/books";
import { recordEvents } from "@/db/events";
import { queueMail } from "@/db/mails";
import { itemsOf, lockOrder, writeOrder } from "@/db/orders";
import { movePayment, paymentsOf } from "@/db/payments";
import { takeStock } from "@/db/products";
import type { Order, Payment } from "@/db/schema";
import { type Tx, transaction } from "@/db/store";
import { acceptTransfer } from "../../books/ledger";
import { Problem } from "../../problem";
import { closeSurfaces, endAttempts } from "../engine/close";
import { endNeeds } from "../engine/needs";
import { nextLook } from "../engine/next-look";
import { releaseStock } from "../engine/release-stock";
import { reserveRefund } from "../engine/reserve-refund";
import { wayToPay } from "../engine/way-to-pay";

// Money whose amount, currency or order is not what we asked for waits in suspense until an operator accepts or returns
// it.

export type Decision = {
  why: string;
  by: string;
  /** Which payment the decision is about, if an order has several in review; by default the first. */
  paymentId?: string;
};

/**
 * Counts money in review as paid, and records why it differs. Throws `order_changed`, `order_already_paid`, `out_of_stock`.
 */
export const acceptReviewed = (orderId: string, why: string, by: string, now: Date): Promise<Payment> =>
  transaction((tx) => acceptReviewedIn(tx, orderId, { why, by }, now));

/** Like `acceptReviewed`, in the caller's transaction. */
export async function acceptReviewedIn(
  tx: Tx,
  orderId: string,
  decision: Decision,
  now: Date,
): Promise<Payment> {
  const { why, by } = decision;
  const { order, payment } = await inReviewOf(tx, orderId, decision, (reviewed) => ({
    status: "paid",
    credited: "sales",
    // From now on this counts as the requested amount, so that the next look finds no mismatch.
    amount: reviewed.captured,
    nextLookAt:
      nextLook(reviewed, { status: "paid", fee: reviewed.fee, surface: null }, now) ?? reviewed.nextLookAt,
  }));
  if (order.winnerPaymentId)
    throw new Problem(
      "order_already_paid",
      "Another payment already paid this order. Return the money instead.",
    );
  const left = payment.captured - payment.refunded;
  if (left <= 0)
    throw new Problem("order_changed", "The full amount was already returned. There is nothing to accept.");
  if (!order.stockTaken && !(await takeStock(tx, await itemsOf(tx, order.id))))
    throw new Problem("out_of_stock", "The items of this order are sold out. Return the money instead.");
  await post(tx, [
    acceptTransfer(payment, {
      amount: left,
      currency: payment.currency,
      transaction: payment.gatewayPaymentKey ?? payment.id,
      at: now,
    }),
  ]);
  await writeOrder(tx, order.id, {
    status: "paid",
    winnerPaymentId: payment.id,
    ...wayToPay(order, payment),
    stockTaken: true,
    paidAt: now,
  });
  await endAttempts(tx, order.id, "canceled", now, { exceptId: payment.id });
  await recordEvents(tx, [
    { orderId: order.id, paymentId: payment.id, kind: "review_accepted", detail: { why, by }, at: now },
  ]);
  await endNeeds(tx, order.id, now, { by, how: "accepted" });
  await queueMail(tx, {
    orderId: order.id,
    paymentId: payment.id,
    kind: "paid",
    cause: `${payment.id}#${payment.reversals}`,
    sendAt: now,
    now,
  });
  return payment;
}

/**
 * Refunds all money in review and ends the order that waited for it. Throws `order_changed` if nothing is in review,
 * `payment_disputed`, and `refund_window_closed`.
 */
export const returnReviewed = (orderId: string, why: string, by: string, now: Date): Promise<Payment> =>
  transaction((tx) => returnReviewedIn(tx, orderId, { why, by }, now));

/** Like `returnReviewed`, in the caller's transaction. */
export async function returnReviewedIn(
  tx: Tx,
  orderId: string,
  decision: Decision,
  now: Date,
): Promise<Payment> {
  const { why, by } = decision;
  const { order, payment } = await inReviewOf(tx, orderId, decision, () => ({ status: "canceled" }));
  await recordEvents(tx, [
    { orderId: order.id, paymentId: payment.id, kind: "review_returned", detail: { why, by }, at: now },
  ]);
  await endNeeds(tx, order.id, now, { by, how: "returned" });
  const amount = payment.captured - payment.refunded - payment.refundPending;
  if (amount > 0) await reserveRefund(tx, { payment, amount, reason: why, requestedBy: by, now });
  const attempts = await paymentsOf(tx, order.id);
  // Leave the order alone if another payment paid it, or if it waits for another decision.
  if (order.status !== "in_review" || attempts.some(({ status }) => status === "in_review")) return payment;
  // If a surface or a slow bank may still pay the order, it ends like an expired one, once that is ruled out.
  const slow = attempts.find(({ status }) => status === "confirming" || status === "authorized");
  await endAttempts(tx, order.id, "canceled", now);
  if ((await closeSurfaces(tx, attempts, "order_ended", now)) || slow) {
    await writeOrder(tx, order.id, {
      status: "open",
      expiresAt: now,
      endingSince: now,
      askingPaymentId: slow?.id ?? null,
    });
    return payment;
  }
  await writeOrder(tx, order.id, { status: "canceled", ...(await releaseStock(tx, order)) });
  return payment;
}

async function inReviewOf(
  tx: Tx,
  orderId: string,
  { paymentId }: Decision,
  ending: (reviewed: Payment) => {
    status: "paid" | "canceled";
    credited?: "sales";
    amount?: number;
    nextLookAt?: Date | null;
  },
): Promise<{ order: Order; payment: Payment }> {
  const order = await lockOrder(tx, orderId);
  const reviewed =
    order &&
    (await paymentsOf(tx, order.id)).find(
      ({ id, status }) => status === "in_review" && (paymentId === undefined || id === paymentId),
    );
  const payment = reviewed && (await movePayment(tx, reviewed.id, ["in_review"], ending(reviewed)));
  if (!order || !payment) throw new Problem("order_changed", "This order has no money in review any more.");
  return { order, payment };
}
