import { describe, expect, test } from "vitest";
import type { Payment } from "@/db/schema";
import { turnOurClock } from "@/testing/clock";
import { fault, takeMoney, writesAsked } from "@/testing/gateway";
import {
  anAttempt,
  anAuthenticatedPayment,
  anotherAuthenticatedPayment,
  aPaidPayment,
  authenticate,
  orderNow,
  paymentNow,
  shopUrls,
  storyOf,
} from "@/testing/makers";
import { minutes, now, seconds } from "../../clock";
import { cancel } from "../ending/expire";
import { lookAndRecord } from "../engine/look";
import { readyToss } from "../toss/ready";
import { returnByFailure, returnBySuccess } from "../toss/returned";
import { reconcileOnce } from "../worker/reconcile";

const comeBack = (payment: Payment, paymentKey: string, amount = payment.amount) =>
  returnBySuccess({ paymentKey, orderId: payment.gatewayOrderId, amount });

const success = (orderNumber: string) => `${shopUrls.successUrl}?order_number=${orderNumber}`;
const fail = (orderNumber: string, code: string) =>
  `${shopUrls.failUrl}?code=${code}&order_number=${orderNumber}`;

describe("the shopper returns by the success address", () => {
  test("paid: to the shop's success page, with proof of the order", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    expect(await comeBack(payment, paymentKey)).toMatchObject({
      location: success(order.number),
      proven: { id: order.id, status: "paid" },
    });
  });

  test("again, by reload or the back button: the same page, and nothing is asked", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    for (let visit = 0; visit < 3; visit += 1)
      expect(await comeBack(payment, paymentKey)).toMatchObject({ location: success(order.number) });
    expect(await writesAsked(payment.gatewayOrderId)).toHaveLength(1);
  });

  test("the gateway has not answered after two seconds: to the success page, which keeps polling", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    const held = await fault("hold", { operation: "confirm" });
    const back = comeBack(payment, paymentKey);
    await expect.poll(held.holding).toBe(1);
    turnOurClock(seconds(2));
    expect(await back).toMatchObject({ location: success(order.number), proven: { id: order.id } });
    expect((await paymentNow(payment)).status).toBe("confirming");
    await held.release();
    await expect.poll(async () => (await orderNow(order)).status).toBe("paid");
  });

  test("declined: to the fail page, with the gateway's code, and the order still open", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment(undefined, "lost_or_stolen");
    const { location } = await comeBack(payment, paymentKey);
    expect(location).toBe(fail(order.number, "INVALID_CARD_LOST_OR_STOLEN"));
    expect((await orderNow(order)).status).toBe("open");
  });

  test("with another amount: to the fail page, no proof, and no money moves", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    const way = await comeBack(payment, paymentKey, 100);
    expect(way).toEqual({
      location: fail(order.number, "amount_mismatch"),
      refusal: expect.objectContaining({ code: "amount_mismatch" }),
    });
    expect(await writesAsked(payment.gatewayOrderId)).toEqual([]);
  });

  test("with a made-up key: to the fail page, and without proof", async () => {
    const { order, payment } = await anAttempt();
    const way = await comeBack(payment, "made-up");
    expect(way.location).toBe(fail(order.number, "payment_not_authenticated"));
    expect(way.proven).toBeUndefined();
  });

  test("with a made-up key to a paid order: to the success page, but no proof", async () => {
    const { order, payment } = await aPaidPayment();
    expect(await comeBack(payment, "made-up")).toEqual({ location: success(order.number) });
  });

  test("with an unknown attempt: to our own fail page", async () => {
    expect(await returnBySuccess({ paymentKey: "k", orderId: "ORD-20260101-NOBODY-1", amount: 1 })).toEqual({
      location: "http://localhost:3000/fail?code=order_not_found",
    });
  });

  test("with a second charge of a paid order: to the success page, although this one is refunded", async () => {
    const first = await anAuthenticatedPayment();
    const second = await anotherAuthenticatedPayment(first.order);
    await comeBack(first.payment, first.paymentKey);
    await takeMoney({
      paymentKey: second.paymentKey,
      orderId: second.payment.gatewayOrderId,
      amount: second.payment.amount,
    });
    await lookAndRecord(second.payment.id);
    const way = await comeBack(second.payment, second.paymentKey);
    expect(new URL(way.location).pathname).toBe("/success");
    expect(way.proven).toMatchObject({ winnerPaymentId: first.payment.id });
    expect(await writesAsked(second.payment.gatewayOrderId)).toHaveLength(1);
  });

  test("to an expired or canceled order: to the fail page, which says so", async () => {
    const expired = await anAuthenticatedPayment();
    const canceled = await anAuthenticatedPayment();
    await cancel(canceled.order.id, now());
    turnOurClock(minutes(50));
    await reconcileOnce();
    const [late, gone] = [
      await comeBack(expired.payment, expired.paymentKey),
      await comeBack(canceled.payment, canceled.paymentKey),
    ];
    expect(late.location).toBe(fail(expired.order.number, "order_expired"));
    expect(gone.location).toBe(fail(canceled.order.number, "order_canceled"));
  });

  test("while another attempt of the order is being asked: to the fail page, which says so", async () => {
    const first = await anAuthenticatedPayment();
    const second = await anotherAuthenticatedPayment(first.order);
    const held = await fault("hold", { operation: "confirm", times: 1 });
    const paying = comeBack(first.payment, first.paymentKey);
    await expect.poll(held.holding).toBe(1);
    const { location } = await comeBack(second.payment, second.paymentKey);
    expect(location).toBe(fail(first.order.number, "payment_in_progress"));
    await held.release();
    await paying;
  });

  test("with a payment in review: to the fail page, which says that staff are checking it", async () => {
    const { order, payment } = await anAttempt();
    const paymentKey = await authenticate(payment, undefined, 30_000);
    await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: 30_000 });
    const { location } = await comeBack(payment, paymentKey);
    expect(location).toBe(fail(order.number, "payment_in_review"));
  });

  test("the attempt's own addresses keep their parameters", async () => {
    const { order } = await anAttempt();
    const wish = {
      amount: order.amount,
      method: "CARD",
      successUrl: "http://localhost:3000/success?from=mail&order_number=x#top",
      failUrl: shopUrls.failUrl,
      keyed: undefined,
    } as const;
    const { payment } = await readyToss(order, wish, now());
    const { location } = await comeBack(payment, await authenticate(payment));
    expect(location).toBe(`http://localhost:3000/success?from=mail&order_number=${order.number}#top`);
  });
});

describe("rule 15: the shopper returns by the fail address", () => {
  test("only the history records it, and a later success is honored", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    const before = [await orderNow(order), await paymentNow(payment)];
    expect(await returnByFailure({ orderId: payment.gatewayOrderId, code: "REJECT_CARD_COMPANY" })).toEqual({
      location: fail(order.number, "REJECT_CARD_COMPANY"),
    });
    expect([await orderNow(order), await paymentNow(payment)]).toEqual(before);
    expect(await storyOf(order)).toContain("returned_by_fail_url");
    expect(await comeBack(payment, paymentKey)).toMatchObject({ location: success(order.number) });
    expect((await orderNow(order)).status).toBe("paid");
  });

  test("after closing the window: the address that we gave Toss names the attempt", async () => {
    const { order, payment } = await anAttempt();
    expect(await returnByFailure({ orderId: payment.gatewayOrderId, code: "PAY_PROCESS_CANCELED" })).toEqual({
      location: fail(order.number, "PAY_PROCESS_CANCELED"),
    });
  });

  test("a hundred calls for a paid order: it stays paid, and its history stays short", async () => {
    const { order, payment } = await aPaidPayment();
    for (let n = 0; n < 100; n += 1)
      await returnByFailure({ orderId: payment.gatewayOrderId, code: "PAY_PROCESS_ABORTED" });
    expect(await orderNow(order)).toEqual(order);
    const told = (await storyOf(order)).filter((kind) => kind === "returned_by_fail_url");
    expect(told).toHaveLength(20);
  });

  test("with nothing we know: to our own fail page", async () => {
    const nowhere = { location: "http://localhost:3000/fail?code=order_not_found" };
    const { order } = await anAttempt();
    expect(await returnByFailure({ orderId: order.number, code: "X" })).toEqual(nowhere);
    expect(await returnByFailure({ orderId: `${order.number}-1`, code: "X" })).toEqual(nowhere);
    expect(await storyOf(order)).not.toContain("returned_by_fail_url");
    expect(await returnByFailure({ orderId: "ORD-NOBODY-1", code: "X" })).toEqual(nowhere);
  });
});
