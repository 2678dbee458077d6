import { writeCall } from "@/db/calls";
import { recordEvents } from "@/db/events";
import { lockOrderForAsking, orderById } from "@/db/orders";
import { movePayment, paymentByGatewayOrderId, paymentsOf } from "@/db/payments";
import type { Call, Order, Payment } from "@/db/schema";
import { db, tryTransaction } from "@/db/store";
import { later, now, waitAtMost } from "../clock";
import { gateway } from "../gateways";
import { Problem } from "../problem";
import { askNow, firstLookAfterMs } from "./ask";
import { nextConfirmKey } from "./keys";
import { presentPayment } from "./present";
import { refusalOfConfirm } from "./refusal";
import { sourcesOf } from "./state";
import { currentPayment, remaining, waitForAnswer } from "./wait";

export type ConfirmWish = {
  paymentKey: string;
  /** What the shopper's browser says was authenticated, in minor units. Compared with ours, never sent. */
  amount: number;
  /** How long to wait for the gateway, in milliseconds; the ask goes on after that. */
  waitMs: number;
};

/**
 * Authorises what the shopper has authenticated. A repeat waits for the running answer like the first
 * and asks nothing. Answers the payment as it then stands; throws amount_mismatch.
 */
export async function confirm(attempt: Payment, wish: ConfirmWish): Promise<Payment> {
  if (wish.amount !== attempt.amount)
    throw new Problem("amount_mismatch", "The amount is not what this order costs. No money was taken.");
  const deadline = later(now(), wish.waitMs);
  const claimed = await claim(attempt, wish.paymentKey, now());
  if (claimed) return waitFor(askNow(claimed.call, claimed.payment), attempt.id, deadline);
  const { payment, freed } = await waitForAnswer(attempt.id, deadline);
  if (!freed) return payment;
  // It was being asked under another key, which opened nothing: now it is ours to ask.
  const second = await claim(payment, wish.paymentKey, now());
  return second
    ? waitFor(askNow(second.call, second.payment), payment.id, deadline)
    : currentPayment(payment.id);
}

async function waitFor(work: Promise<void>, paymentId: string, deadline: Date): Promise<Payment> {
  await waitAtMost(remaining(deadline), work);
  return currentPayment(paymentId);
}

/** The payment for the caller of a confirm, 202 while its answer is not known. Throws what was refused. */
export async function answerOfConfirm(payment: Payment) {
  const order = await orderById(db, payment.orderId);
  if (!order) throw new Error(`There is no order ${payment.orderId}.`);
  const refusal = refusalOfConfirm(order, payment, now());
  if (refusal) throw refusal;
  const body = presentPayment(order, payment);
  if (payment.status === "paid" || payment.status === "waiting_for_deposit") return { body };
  return { body, status: 202, headers: [["retry-after", "2"] as [string, string]] };
}

/** The attempt that `orderId` at Toss names. */
export const attemptByGatewayOrderId = (gatewayOrderId: string) =>
  paymentByGatewayOrderId(db, gatewayOrderId);

/** The attempt of an order that a payment key belongs to: its only open one, else Toss is asked. */
export async function attemptOfOrder(order: Order, paymentKey: string): Promise<Payment | undefined> {
  const attempts = await paymentsOf(db, order.id);
  const known = attempts.find((attempt) => attempt.gatewayPaymentKey === paymentKey);
  const open = attempts.filter((attempt) => attempt.status === "ready" || attempt.status === "confirming");
  if (known || open.length === 1) return known ?? open[0];
  const newest = open.at(-1);
  if (!newest) return attempts.at(-1);
  const look = await gateway(newest.gateway).look(newest.keyPair, { paymentKey });
  const named = look.is === "seen" && attempts.find((it) => it.gatewayOrderId === look.snapshot.orderId);
  return named || newest;
}

/**
 * Takes the order and the attempt for one ask and writes the call down, all or nothing. Whoever gets the
 * rows back owns the ask; undefined for everybody else.
 */
export const claim = (attempt: Payment, paymentKey: string, at: Date) =>
  tryTransaction(async (tx, undo): Promise<{ call: Call; payment: Payment }> => {
    const order = (await lockOrderForAsking(tx, attempt.orderId, attempt.id)) ?? undo();
    const payment =
      (await movePayment(tx, attempt.id, sourcesOf("asked"), {
        status: "confirming",
        gatewayPaymentKey: paymentKey,
        failureCode: null,
      })) ?? undo();
    const { id, n } = await nextConfirmKey(tx, payment.id, paymentKey);
    const call = await writeCall(tx, {
      id,
      n,
      paymentId: payment.id,
      refundId: null,
      kind: "confirm",
      amount: payment.amount,
      sent: { kind: "confirm", paymentKey, orderId: payment.gatewayOrderId, amount: payment.amount },
      state: "open",
      unknownWhy: null,
      gatewayCode: null,
      askedAt: at,
      nextAt: later(at, firstLookAfterMs),
      leasedUntil: null,
    });
    await recordEvents(tx, [
      { orderId: order.id, paymentId: payment.id, kind: "confirm_asked", detail: { key: id }, at },
    ]);
    return { call, payment };
  });
