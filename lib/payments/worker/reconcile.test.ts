import { describe, expect, test } from "vitest";
import { dueCalls } from "@/db/calls";
import { db } from "@/db/store";
import { turnOurClock } from "@/testing/clock";
import { betweenLooks } from "@/testing/double";
import { fault, looksAt, turnClock, writesAsked } from "@/testing/gateway";
import {
  anAuthenticatedPayment,
  anOrder,
  aProduct,
  callsNow,
  confirmWith,
  orderNow,
  paymentNow,
} from "@/testing/makers";
import { statementsOf } from "@/testing/plans";
import { days, hours, minutes, now, seconds } from "../../clock";
import { runLoop } from "../../loop";
import { claim } from "../engine/claim";
import { nextAttempt } from "../engine/retry-times";
import { reconcile, reconcileOnce } from "./reconcile";

describe("rule 11: when a call is queried", () => {
  test("first ten seconds after it was asked, and then at longer and longer intervals", async () => {
    const { payment } = await aCallWithoutAnswer();
    await fault("away");
    const moments = [10, 20, 40, 60, 120, 180, 240].map(seconds);
    let at = 0;
    for (const [index, moment] of moments.entries()) {
      turnOurClock(moment - at - 1);
      await reconcileOnce();
      expect(await looksAt(payment.gatewayOrderId)).toBe(index);
      turnOurClock(1);
      await reconcileOnce();
      expect(await looksAt(payment.gatewayOrderId)).toBe(index + 1);
      at = moment;
    }
  });

  test.each([
    ["every minute for a quarter of an hour", minutes(14), minutes(1)],
    ["every ten for a day", minutes(15), minutes(10)],
    ["every ten until the day is over", days(1) - 1, minutes(10)],
    ["then hourly", days(1), hours(1)],
    ["and a month later too", days(30), hours(1)],
  ])("%s", (_, age, wait) => {
    const at = now();
    expect(nextAttempt(new Date(at.getTime() - age), at).getTime() - at.getTime()).toBe(wait);
  });

  test("the process died between claim and request: reconcile asks, under the stored key", async () => {
    const { order, payment } = await aCallWithoutAnswer();
    expect(await writesAsked(payment.gatewayOrderId)).toEqual([]);
    await turnClock(seconds(10));
    expect(await reconcileOnce()).toEqual({ calls: 1, keys: 0, news: 0, looks: 0, orders: 0 });
    expect(await paymentNow(payment)).toMatchObject({ status: "paid" });
    expect(await orderNow(order)).toMatchObject({ status: "paid", askingPaymentId: null });
    expect(await writesAsked(payment.gatewayOrderId)).toMatchObject([
      { idempotencyKey: `${payment.id}:confirm:1`, acted: true },
    ]);
  });

  test("the process died between the gateway's act and our write: the query finds it, and nothing is asked twice", async () => {
    const { payment, paymentKey } = await anAuthenticatedPayment();
    await fault("drop_after", { operation: "confirm", times: 1 });
    const blind = await fault("away", { operation: "look" });
    await confirmWith(payment, paymentKey);
    await blind.mend();
    await turnClock(seconds(10));
    await reconcileOnce();
    expect(await paymentNow(payment)).toMatchObject({ status: "paid" });
    expect(await writesAsked(payment.gatewayOrderId)).toHaveLength(1);
  });

  test("a finished call is not queried again", async () => {
    const { payment, paymentKey } = await anAuthenticatedPayment();
    await confirmWith(payment, paymentKey);
    await turnClock(hours(1));
    expect(await reconcileOnce()).toEqual({ calls: 0, keys: 0, news: 0, looks: 0, orders: 0 });
  });
});

describe("any number of loops", () => {
  test("ten at once query one call once", async () => {
    const { payment } = await aCallWithoutAnswer();
    await turnClock(seconds(10));
    await Promise.all(Array.from({ length: 10 }, () => reconcileOnce()));
    expect((await paymentNow(payment)).status).toBe("paid");
    expect(await looksAt(payment.gatewayOrderId)).toBe(1);
    expect(await writesAsked(payment.gatewayOrderId)).toHaveLength(1);
  });

  test("a call whose worker died is free again after fifteen seconds", async () => {
    const { payment } = await aCallWithoutAnswer();
    const held = await fault("hold_before", { operation: "look", times: 1 });
    await turnClock(seconds(10));
    const dead = reconcileOnce();
    await expect.poll(held.holding).toBe(1);
    turnOurClock(seconds(14));
    expect(await dueCalls(db, now(), 10)).toEqual([]);
    turnOurClock(seconds(1));
    expect(await dueCalls(db, now(), 10)).toHaveLength(1);
    await reconcileOnce();
    expect((await paymentNow(payment)).status).toBe("paid");
    await held.release();
    await dead;
    expect(await writesAsked(payment.gatewayOrderId)).toHaveLength(1);
  });

  test("a call whose worker works is free at once, and due when the plan says", async () => {
    const { payment } = await aCallWithoutAnswer();
    await fault("away");
    turnOurClock(seconds(10));
    await reconcileOnce();
    expect(await callsNow(payment)).toMatchObject([{ state: "pending", leasedUntil: null }]);
  });
});

test("one task that fails does not stop the others", async () => {
  const broken = await aCallWithoutAnswer();
  const fine = await aCallWithoutAnswer();
  const order = await anOrder();
  betweenLooks(async (look) => {
    if (look.is === "seen" && look.snapshot.orderId === broken.payment.gatewayOrderId)
      throw new Error("a bug of the adapter");
    return look;
  });
  turnOurClock(minutes(30));
  await reconcileOnce();
  expect((await paymentNow(broken.payment)).status).toBe("confirming");
  expect((await paymentNow(fine.payment)).status).toBe("paid");
  expect((await orderNow(order)).status).toBe("expired");
});

test("the loops run every two seconds, and stop when they are told to", async () => {
  const stop = new AbortController();
  // Each loop has a signal of its own, as `startLoop` gives it.
  const running = Promise.all(reconcile.map((loop) => runLoop(loop, AbortSignal.any([stop.signal]))));
  const { payment } = await aCallWithoutAnswer();
  await turnClock(seconds(10));
  await expect
    .poll(async () => {
      turnOurClock(seconds(2));
      return (await paymentNow(payment)).status;
    })
    .toBe("paid");
  stop.abort();
  await running;
});

test("while nothing is due, all queues together run one statement", async () => {
  const queues = reconcile.filter(({ name }) => name.startsWith("reconcile "));
  expect(queues.length).toBeGreaterThan(7);
  turnOurClock(minutes(1));
  const ran = await statementsOf(() => Promise.all(queues.map((queue) => queue.turn())));
  expect(ran.length).toBe(1);
});

test("sixty orders are past their time at once: each turn takes some, and none is forgotten", async () => {
  const { sku } = await aProduct();
  const made = await Promise.all(Array.from({ length: 60 }, () => anOrder([{ sku, quantity: 1 }])));
  turnOurClock(minutes(30));
  expect((await reconcileOnce()).orders).toBe(50);
  expect((await reconcileOnce()).orders).toBe(10);
  for (const order of made) expect((await orderNow(order)).status).toBe("expired");
});

/** A payment claimed by a process that died before it sent the confirm. */
async function aCallWithoutAnswer() {
  const { order, payment, paymentKey } = await anAuthenticatedPayment();
  if (!(await claim(payment, paymentKey, now()))) throw new Error("The payment was not claimed.");
  return { order, payment, paymentKey };
}
