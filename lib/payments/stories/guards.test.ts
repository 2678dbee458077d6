import { expect, test, vi } from "vitest";
import { endCall } from "@/db/calls";
import { lockOrder } from "@/db/orders";
import { writePayment } from "@/db/payments";
import { refundsOf } from "@/db/refunds";
import { db, transaction } from "@/db/store";
import { fault, takeMoney, turnClock, writesAsked } from "@/testing/gateway";
import {
  anAccount,
  anAuthenticatedPayment,
  anOrder,
  anotherAuthenticatedPayment,
  aPaidPayment,
  authenticate,
  callsNow,
  confirmWith,
  orderNow,
  paymentNow,
} from "@/testing/makers";
import { answerOfConfirm } from "../../answers/payment";
import { minutes, now, seconds } from "../../clock";
import { pursue } from "../engine/ask";
import { closeSurface } from "../engine/close";
import { lookAndRecord } from "../engine/look";
import { refund } from "../refunds/refund";
import { giveUp } from "../worker/stuck";

// Guards whose removal no other test would notice at once.

/** An order in review because of one of its payments, with another authenticated attempt. */
async function anOrderInReview() {
  const order = await anOrder();
  const one = await anAuthenticatedPayment(order);
  const other = await anotherAuthenticatedPayment(order);
  const amount = one.payment.amount + 100;
  const paymentKey = await authenticate(one.payment, undefined, amount);
  await takeMoney({ paymentKey, orderId: one.payment.gatewayOrderId, amount });
  await lookAndRecord(one.payment.id);
  expect((await orderNow(order)).status).toBe("in_review");
  return { order, other };
}

test("rule 14: another attempt of an order in review is not charged", async () => {
  const { order, other } = await anOrderInReview();
  const back = await confirmWith(other.payment, other.paymentKey);
  expect(back).toMatchObject({ status: "ready", captured: 0 });
  expect(await writesAsked(other.payment.gatewayOrderId)).toEqual([]);
  await expect(answerOfConfirm(back)).rejects.toMatchObject({ code: "order_in_review" });
  expect((await orderNow(order)).status).toBe("in_review");
});

test("rule 14: a charge beside money in review does not pay the order, and is refunded", async () => {
  const { order, other } = await anOrderInReview();
  const { payment, paymentKey } = other;
  await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: payment.amount });
  await lookAndRecord(payment.id);
  expect(await paymentNow(payment)).toMatchObject({
    status: "paid",
    credited: "shopper",
    refundPending: payment.amount,
  });
  expect(await orderNow(order)).toMatchObject({ status: "in_review", winnerPaymentId: null });
  const told = answerOfConfirm(await paymentNow(payment));
  await expect(told).rejects.toMatchObject({
    code: "order_in_review",
    message: expect.stringContaining("The payment is being refunded."),
  });
});

test("a refund that may still be pending is not dropped, and its money is not refunded by hand", async () => {
  const { payment } = await aPaidPayment();
  const away = await fault("drop_before", { operation: "cancel" });
  await refund({ paymentId: payment.id, reason: "x", requestedBy: "staff", waitMs: seconds(8) });
  await away.mend();
  const call = (await callsNow(payment)).find(({ kind }) => kind === "refund");
  await transaction((tx) => endCall(tx, call?.id ?? "", "stuck"));
  const givesUp = () => giveUp(call?.id ?? "", "staff", "paid in cash", async () => {});
  for (const wait of [0, minutes(30), minutes(14)]) {
    await turnClock(wait);
    await expect(givesUp()).rejects.toMatchObject({ code: "gateway_unclear" });
    expect(await paymentNow(payment)).toMatchObject({ refundPending: payment.captured });
  }
  await turnClock(minutes(2));
  expect(await givesUp()).toMatchObject({ state: "failed" });
  expect(await paymentNow(payment)).toMatchObject({ refundPending: 0, refunded: 0 });
});

test("rule 8: an account that is closed a second time is closed under a new key", async () => {
  const { order, payment } = await anAccount();
  const shut = (why: "replaced" | "order_ended") =>
    transaction(async (tx) => {
      await lockOrder(tx, order.id);
      await closeSurface(tx, payment, why, now());
    });
  await shut("replaced");
  await transaction((tx) => endCall(tx, `${payment.id}:close:1`, "moot"));
  await shut("order_ended");
  const closes = (await callsNow(payment)).filter(({ kind }) => kind === "close");
  expect(closes).toMatchObject([
    { id: `${payment.id}:close:1`, n: 1, state: "moot", sent: { reason: "Another one took its place" } },
    { id: `${payment.id}:close:2`, n: 2, state: "pending", sent: { reason: "The order has ended" } },
  ]);
});

test("rule 10: a refund that is asked again is guarded by what is left under the lock, not by an earlier figure", async () => {
  const { payment } = await aPaidPayment();
  const broken = await fault("error", { operation: "cancel", code: "PROVIDER_ERROR" });
  await refund({
    paymentId: payment.id,
    amount: 9_000,
    reason: "x",
    requestedBy: "staff",
    waitMs: seconds(8),
  });
  await broken.mend();
  const held = await fault("hold_before", { operation: "look" });
  const pursued = pursue(`${payment.id}:refund:1`);
  await vi.waitUntil(async () => (await held.holding()) > 0);
  // Meanwhile another instance learns that part of it was refunded in the gateway's console.
  const standing = await paymentNow(payment);
  await transaction((tx) => writePayment(tx, payment.id, standing.version, { refunded: 1_000 }));
  await held.mend();
  await pursued;
  const calls = (await callsNow(payment)).filter(({ kind }) => kind === "refund");
  expect(calls).toMatchObject([
    { n: 1, sent: { refundableAmount: payment.captured } },
    { n: 2, sent: { refundableAmount: payment.captured - 1_000 } },
  ]);
  expect(await refundsOf(db, payment.id)).toHaveLength(1);
});
