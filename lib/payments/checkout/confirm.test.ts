import { describe, expect, test } from "vitest";
import { transfersOf } from "@/db/books";
import { callById } from "@/db/calls";
import { insertPayment } from "@/db/payments";
import { db, transaction } from "@/db/store";
import { turnOurClock } from "@/testing/clock";
import { atGateway, fault, turnClock, writesAsked } from "@/testing/gateway";
import {
  anAttempt,
  anAuthenticatedPayment,
  anotherAuthenticatedPayment,
  aPaidPayment,
  authenticate,
  callsNow,
  confirmWith,
  orderNow,
  paymentNow,
  storyOf,
} from "@/testing/makers";
import { answerOfConfirm } from "../../answers/payment";
import { minutes, newId, seconds } from "../../clock";
import { GatewayOrderId } from "../../contracts/payments";
import { attemptOfOrder } from "../toss/attempt";
import { reconcileOnce } from "../worker/reconcile";
import { confirm } from "./confirm";

test("Mina authenticates and is charged once, and the order, the books and the gateway agree", async () => {
  const { order, payment, paymentKey } = await aPaidPayment();
  expect(payment).toMatchObject({ status: "paid", captured: 29_000, refunded: 0, credited: "sales" });
  expect(order).toMatchObject({ status: "paid", winnerPaymentId: payment.id, askingPaymentId: null });
  expect(await atGateway(payment.gatewayOrderId)).toMatchObject({ paymentKey, status: "DONE" });
  expect(await storyOf(order)).toEqual(["order_created", "payment_ready", "confirm_asked", "payment_paid"]);
});

test("an attempt's id cannot be guessed and fits Toss, and an id from an earlier release is paid too", async () => {
  const { order, payment } = await anAttempt();
  const [, end = ""] = /^ORD-\d{8}-[0-9A-Z]{6}-1-([0-9a-z]+)$/.exec(payment.gatewayOrderId) ?? [];
  // Each character has five random bits.
  expect(end.length * 5).toBeGreaterThanOrEqual(128);
  expect(GatewayOrderId.safeParse(`${payment.gatewayOrderId}0000`).success).toBe(true);

  const gatewayOrderId = `${order.number}-2-7k3m9qabcd`;
  const earlier = await transaction((tx) =>
    insertPayment(tx, { ...payment, id: newId("pay"), attempt: 2, gatewayOrderId }),
  );
  await confirmWith(earlier, await authenticate(earlier));
  expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: earlier.id });
});

test("the shop sends its own amount to the gateway, and a changed amount moves no money", async () => {
  const { order, payment, paymentKey } = await anAuthenticatedPayment();
  await expect(confirm(payment, { paymentKey, amount: 100, waitMs: 0 })).rejects.toMatchObject({
    code: "amount_mismatch",
  });
  expect(await writesAsked(payment.gatewayOrderId)).toEqual([]);
  expect(await orderNow(order)).toMatchObject({ status: "open", askingPaymentId: null });
  await confirmWith(payment, paymentKey);
  expect(await writesAsked(payment.gatewayOrderId)).toMatchObject([{ body: { amount: order.amount } }]);
});

test("rule 7: the call is stored before the gateway is asked", async () => {
  const { payment, paymentKey } = await anAuthenticatedPayment();
  const held = await fault("hold_before", { operation: "confirm" });
  const answer = confirmWith(payment, paymentKey);
  await expect.poll(held.holding).toBe(1);
  const [asked] = await writesAsked(payment.gatewayOrderId);
  expect(await callById(db, asked?.idempotencyKey ?? "")).toMatchObject({
    paymentId: payment.id,
    kind: "confirm",
    amount: payment.amount,
    sent: { kind: "confirm", paymentKey, orderId: payment.gatewayOrderId, amount: payment.amount },
    state: "pending",
  });
  await held.release();
  expect(await answer).toMatchObject({ status: "paid" });
});

test("rule 24: fifty confirms at once ask the gateway once, and all of them get paid as the answer", async () => {
  const { payment, paymentKey } = await anAuthenticatedPayment();
  const answers = await Promise.all(Array.from({ length: 50 }, () => confirmWith(payment, paymentKey)));
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set(["paid"]));
  expect(await writesAsked(payment.gatewayOrderId)).toHaveLength(1);
});

test("rule 24: a confirm repeated the next day answers with the current payment", async () => {
  const { payment, paymentKey } = await aPaidPayment();
  turnOurClock(seconds(86_400));
  expect(await confirmWith(payment, paymentKey)).toMatchObject({ id: payment.id, status: "paid" });
  expect(await writesAsked(payment.gatewayOrderId)).toHaveLength(1);
});

describe("rule 11", () => {
  test("after eight seconds the caller is told that the answer is unknown, and the request goes on", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    const held = await fault("hold", { operation: "confirm" });
    const waiting = confirmWith(payment, paymentKey);
    await expect.poll(held.holding).toBe(1);
    turnOurClock(seconds(8));
    expect(await answerOfConfirm(await waiting)).toMatchObject({
      status: 202,
      body: { status: "confirming", captured: 0 },
      headers: [["retry-after", "2"]],
    });
    expect(await orderNow(order)).toMatchObject({ status: "open", askingPaymentId: payment.id });

    await held.release();
    await expect.poll(async () => (await paymentNow(payment)).status).toBe("paid");
    expect(await writesAsked(payment.gatewayOrderId)).toHaveLength(1);
  });

  test("a repeat waits for the running request like the first", async () => {
    const { payment, paymentKey } = await anAuthenticatedPayment();
    const held = await fault("hold", { operation: "confirm" });
    const first = confirmWith(payment, paymentKey);
    await expect.poll(held.holding).toBe(1);
    const repeat = confirmWith(payment, paymentKey);
    await held.release();
    expect(await repeat).toEqual(await first);
    expect(await writesAsked(payment.gatewayOrderId)).toHaveLength(1);
  });

  test("a claim leaves the first query to reconcile ten seconds later", async () => {
    const { payment, paymentKey } = await anAuthenticatedPayment();
    await confirmWith(payment, paymentKey);
    const [call] = await callsNow(payment);
    expect(call && call.nextAt.getTime() - call.askedAt.getTime()).toBe(seconds(10));
  });
});

describe("rule 13: one attempt is asked at a time", () => {
  test("while one is asked, another attempt of the order is not, and its caller is told which one to query", async () => {
    const first = await anAuthenticatedPayment();
    const second = await anAttempt(first.order);
    expect(second.payment.id).toBe(first.payment.id);
    const other = await anotherAuthenticatedPayment(first.order);
    const held = await fault("hold", { operation: "confirm" });
    const paying = confirmWith(first.payment, first.paymentKey);
    await expect.poll(held.holding).toBe(1);

    const refused = await confirmWith(other.payment, other.paymentKey);
    expect(refused.status).toBe("ready");
    await expect(answerOfConfirm(refused)).rejects.toMatchObject({
      code: "payment_in_progress",
      details: { see: `/payments/status?order_number=${first.order.number}` },
    });
    expect(await writesAsked(other.payment.gatewayOrderId)).toEqual([]);

    await held.release();
    expect(await paying).toMatchObject({ status: "paid" });
    const after = await confirmWith(other.payment, other.paymentKey);
    await expect(answerOfConfirm(after)).rejects.toMatchObject({ code: "order_already_paid" });
    expect(await writesAsked(other.payment.gatewayOrderId)).toEqual([]);
  });

  test("two attempts confirmed at the same moment, ten times over: one of each two is asked", async () => {
    for (let round = 0; round < 10; round += 1) {
      const first = await anAuthenticatedPayment();
      const other = await anotherAuthenticatedPayment(first.order);
      const pair = [first, other].toSorted(() => (round % 2 ? 1 : -1));
      await Promise.all(pair.map(({ payment, paymentKey }) => confirmWith(payment, paymentKey)));
      const asked = await Promise.all(pair.map(({ payment }) => writesAsked(payment.gatewayOrderId)));
      expect(asked.flat()).toHaveLength(1);
      const standing = await orderNow(first.order);
      expect(standing).toMatchObject({ status: "paid", askingPaymentId: null });
      expect(await transfersOf(db, standing.id)).toHaveLength(1);
    }
  });
});

describe("an attempt that ended is not asked again", () => {
  test("declined: the answer stays, and another payment key of the attempt charges nothing either", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment(undefined, "insufficient_balance");
    await confirmWith(payment, paymentKey);
    for (const key of [paymentKey, await authenticate(payment)]) {
      const again = await confirmWith(payment, key);
      expect(again).toMatchObject({ status: "failed", gatewayPaymentKey: paymentKey });
      await expect(answerOfConfirm(again)).rejects.toMatchObject({
        code: "payment_declined",
        details: { gateway_code: "REJECT_CARD_PAYMENT" },
      });
    }
    expect(await writesAsked(payment.gatewayOrderId)).toHaveLength(1);
    expect(await orderNow(order)).toMatchObject({ status: "open", askingPaymentId: null });
  });

  test("expired: the answer says so, and another attempt can pay the order", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    const away = await fault("away");
    await confirmWith(payment, paymentKey);
    await turnClock(minutes(11));
    await away.mend();
    await reconcileOnce();
    const again = await confirmWith(payment, paymentKey);
    await expect(answerOfConfirm(again)).rejects.toMatchObject({ code: "payment_expired" });
    const other = await anAuthenticatedPayment(order);
    expect(await confirmWith(other.payment, other.paymentKey)).toMatchObject({ status: "paid" });
  });
});

describe("an order number and a payment key identify the attempt", () => {
  test("the only open one", async () => {
    const { order, payment } = await anAttempt();
    expect(await attemptOfOrder(order, "whatever")).toMatchObject({ id: payment.id });
  });

  test("otherwise the one whose key the gateway knows", async () => {
    const first = await anAuthenticatedPayment();
    await anotherAuthenticatedPayment(first.order);
    expect(await attemptOfOrder(first.order, first.paymentKey)).toMatchObject({ id: first.payment.id });
  });

  test("otherwise the newest; none if nothing was prepared", async () => {
    const first = await anAuthenticatedPayment();
    const other = await anotherAuthenticatedPayment(first.order);
    expect(await attemptOfOrder(first.order, "made-up")).toMatchObject({ id: other.payment.id });
  });
});
