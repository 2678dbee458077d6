import { recordAudit } from "@/db/audit";
import { insertCancelRequest, latestCancelRequest } from "@/db/cancel-requests";
import { isDisputed } from "@/db/disputes";
import { recordEvents } from "@/db/events";
import { lockOrder, orderById } from "@/db/orders";
import { paymentById } from "@/db/payments";
import { awaitingApproval } from "@/db/refunds";
import type { CancelRequest, Order, Payment } from "@/db/schema";
import { db, type Reader, type Tx, transaction } from "@/db/store";
import { newSerialId, now } from "../../clock";
import { log } from "../../log";
import { Problem } from "../../problem";
import { isTooLate } from "../../refund-terms";
import { env } from "../../settings/env";
import { grantCancelRequestsIn } from "../engine/cancel-granted";
import { namedInAudit, type ShoppersAccount } from "../engine/refund-account";
import { needsAccount, shopper } from "../engine/reserve-refund";
import { callerWaitMs } from "../engine/wait";
import { refund } from "../refunds/refund";
import { refusalOf } from "../view/refusal";
import { type CancelWay, wayBy } from "./cancel-way";
import { cancelIn } from "./expire";

type Wish = {
  reason: string;
  /** The account to refund a deposit to, if it is refunded at once. */
  account?: ShoppersAccount | undefined;
  address: string;
};

/**
 * A shopper asks to cancel their order. An unpaid order ends at once. One on hold waits for an answer. A paid order is refunded in full if the shop lets
 * shoppers do that; otherwise the request waits for an answer. A repeat returns the same request, as it is now. Throws
 * `cancel_not_possible`, `payment_in_progress`.
 */
export async function askToCancel(order: Order, wish: Wish): Promise<CancelRequest> {
  const asked = await transaction((tx) => ask(tx, order.id, wish, now()));
  if (asked.request.state === "asked") await giveBackAtOnce(asked, wish);
  return (await latestCancelRequest(db, order.id)) ?? asked.request;
}

type Asked = { request: CancelRequest; order: Order; payment: Payment | undefined };

async function ask(tx: Tx, orderId: string, { reason, address }: Wish, at: Date): Promise<Asked> {
  const order = await lockOrder(tx, orderId);
  if (!order) throw new Error(`There is no order ${orderId}.`);
  const standing = await latestCancelRequest(tx, orderId);
  const payment = order.winnerPaymentId ? await paymentById(tx, order.winnerPaymentId) : undefined;
  const way = await cancelWayOf(tx, order, payment);
  if (standing && stands(standing, way, payment)) return { request: standing, order, payment };
  if (way === "no") throw refusal(order, at);
  const request = await insertCancelRequest(tx, {
    id: newSerialId("cr"),
    orderId,
    reason,
    state: "asked",
    createdAt: at,
  });
  await recordEvents(tx, [{ orderId, kind: "cancel_asked", detail: { request: request.id }, at }]);
  await recordAudit(tx, {
    actor: shopper,
    action: "cancel_asked",
    subject: order.number,
    // The reason is in the shopper's own words and must be erasable; the audit log is not.
    detail: { request: request.id },
    address,
    at,
  });
  if (way === "cancel") {
    await grantCancelRequestsIn(tx, orderId, shopper, at);
    await cancelIn(tx, orderId, at);
  }
  return { request, order, payment };
}

/** Whether asking again would only repeat the request: it is open, or what it asks for is done or under way. */
export const stands = ({ state }: CancelRequest, way: CancelWay, payment: Payment | undefined) =>
  state === "asked" || (state === "granted" && (way === "no" || !payment));

function refusal(order: Order, at: Date) {
  if (order.askingPaymentId) return refusalOf(order, at);
  return new Problem("cancel_not_possible", "This order cannot be canceled here.");
}

/** The refund grants the request. If the refund is refused, the request stays open for staff to answer. */
async function giveBackAtOnce({ order, payment }: Asked, { reason, account, address }: Wish) {
  if (!payment || (await cancelWayOf(db, order, payment)) !== "refund") return;
  const named = needsAccount(payment) ? account : undefined;
  try {
    await refund({
      paymentId: payment.id,
      reason,
      requestedBy: shopper,
      account: named?.account,
      audit: {
        actor: shopper,
        action: "refund_asked",
        subject: order.number,
        detail: {
          payment: payment.id,
          amount: null,
          currency: payment.currency,
          reason,
          ...(named && namedInAudit(named)),
        },
        address,
      },
      judge: (tx, asked) => judge(tx, asked.payment),
      waitMs: callerWaitMs,
    });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    log.info({ order: order.number, code: error.code }, "a shopper's order was not refunded at once");
  }
}

/** Decided again under the order's lock: the order may have just been shipped or refunded. */
async function judge(tx: Tx, payment: Payment): Promise<"at once"> {
  const order = await orderById(tx, payment.orderId);
  const request = await latestCancelRequest(tx, payment.orderId);
  if (order && request?.state === "asked" && (await cancelWayOf(tx, order, payment)) === "refund")
    return "at once";
  throw new Problem("refund_outdated", "This order cannot be refunded at the shopper's request alone.");
}

/**
 * What a cancel request for an order would do now, given the payment that pays it, if any. What its gateway no longer
 * refunds is not refunded at once: the shop decides, and returns the money another way.
 */
export async function cancelWayOf(
  reader: Reader,
  order: Order,
  payment: Payment | undefined,
): Promise<CancelWay> {
  const undecided = payment?.refundPending
    ? ((await awaitingApproval(reader, [payment.id])).get(payment.id) ?? 0)
    : 0;
  const way = wayBy(env().shopperCancel, order, payment, undecided);
  // Disputed money is with the bank or already returned to the cardholder, so promise no refund.
  const isPaid = way === "refund" || way === "ask";
  if (isPaid && payment && (await isDisputed(reader, payment.id))) return "no";
  return way === "refund" && payment && isTooLate(payment, now()) ? "ask" : way;
}
