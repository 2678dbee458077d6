import { expect, onTestFinished, test } from "vitest";
import { dueKeys } from "@/db/brought-keys";
import { db } from "@/db/store";
import { turnOurClock } from "@/testing/clock";
import { fault, takeMoney, toss, turnClock, writesAsked } from "@/testing/gateway";
import {
  anAttempt,
  anAuthenticatedPayment,
  anotherAuthenticatedPayment,
  aPaidPayment,
  callsNow,
  confirmWith,
  orderNow,
  paymentNow,
  storyOf,
} from "@/testing/makers";
import { answerOfConfirm } from "../../answers/payment";
import { later, minutes, now, seconds } from "../../clock";
import { env } from "../../settings/env";
import { askInItsTurn, giveUpTurn } from "../checkout/brought-keys";
import { cancel } from "../ending/expire";
import { reconcileOnce } from "../worker/reconcile";

// Anyone may send a payment key to the return URL. A key that leads to nothing must block nothing.

test("a made-up payment key frees the attempt at once, and Mina pays with the real one", async () => {
  const { order, payment } = await anAttempt();
  const after = await confirmWith(payment, "made-up-by-somebody");
  expect(after).toMatchObject({ status: "ready", gatewayPaymentKey: null });
  expect(await orderNow(order)).toMatchObject({ status: "open", askingPaymentId: null });
  expect(await storyOf(order)).toContain("payment_freed");
  await expect(answerOfConfirm(after)).rejects.toMatchObject({ code: "payment_not_authenticated" });

  const real = await anAuthenticatedPayment(order);
  expect(real.payment.id).toBe(payment.id);
  expect(await confirmWith(real.payment, real.paymentKey)).toMatchObject({ status: "paid" });
});

test("a made-up key while Mina's own window is open does not affect that window", async () => {
  const { payment, paymentKey } = await anAuthenticatedPayment();
  expect((await confirmWith(payment, "made-up-by-somebody")).status).toBe("ready");
  expect(await confirmWith(payment, paymentKey)).toMatchObject({
    status: "paid",
    gatewayPaymentKey: paymentKey,
  });
});

test.each(["expired", "declined"])("a made-up key after Mina's first window %s ends nothing", async (how) => {
  const { payment } = await anAttempt();
  const window = { orderId: payment.gatewayOrderId, amount: payment.amount };
  if (how === "expired") {
    await toss.payments.open({ ...window, authenticate: false });
    await turnClock(minutes(31));
  } else {
    const { paymentKey } = await toss.payments.open({ ...window, card: "insufficient_balance" });
    await expect(takeMoney({ ...window, paymentKey })).rejects.toThrow("REJECT_CARD_PAYMENT");
  }
  expect((await confirmWith(payment, "made-up-by-somebody")).status).toBe("ready");
  const { paymentKey } = await toss.payments.open(window);
  expect(await confirmWith(payment, paymentKey)).toMatchObject({ status: "paid" });
});

test("the key of another order frees the attempt, and pays neither order", async () => {
  const junho = await anAuthenticatedPayment();
  const mina = await anAttempt();
  expect((await confirmWith(mina.payment, junho.paymentKey)).status).toBe("ready");
  expect(await orderNow(mina.order)).toMatchObject({ status: "open", askingPaymentId: null });
  expect(await paymentNow(junho.payment)).toMatchObject({ status: "ready" });
  expect(await confirmWith(junho.payment, junho.paymentKey)).toMatchObject({ status: "paid" });
});

test("the key of a paid order does not pay another one", async () => {
  const junho = await aPaidPayment();
  const mina = await anAuthenticatedPayment();
  expect((await confirmWith(mina.payment, junho.paymentKey)).status).toBe("ready");
  expect(await confirmWith(mina.payment, mina.paymentKey)).toMatchObject({
    status: "paid",
    captured: 29_000,
  });
  expect(await paymentNow(junho.payment)).toEqual(junho.payment);
});

test("the key of another window of the same attempt is as good as the first", async () => {
  const { payment } = await anAuthenticatedPayment();
  const { paymentKey } = await toss.payments.open({
    orderId: payment.gatewayOrderId,
    amount: payment.amount,
  });
  expect(await confirmWith(payment, paymentKey)).toMatchObject({
    status: "paid",
    gatewayPaymentKey: paymentKey,
  });
});

test("a made-up key comes first and is slow: the request with the real key waits, then asks, and pays", async () => {
  const { payment, paymentKey } = await anAuthenticatedPayment();
  const held = await fault("hold_before", { operation: "confirm", times: 1 });
  const wrong = confirmWith(payment, "made-up-by-somebody");
  await expect.poll(held.holding).toBe(1);
  const right = confirmWith(payment, paymentKey);
  await held.release();
  expect(await right).toMatchObject({ status: "paid", gatewayPaymentKey: paymentKey });
  expect((await wrong).id).toBe(payment.id);
  expect(await writesAsked(payment.gatewayOrderId)).toMatchObject([
    { paymentKey: "made-up-by-somebody", acted: false },
    { paymentKey, acted: true },
  ]);
});

test("a made-up key is slow and the caller with the real key has left: its key is still asked in turn", async () => {
  const { order, payment, paymentKey } = await anAuthenticatedPayment();
  const held = await fault("hold_before", { operation: "confirm", times: 1 });
  const wrong = confirmWith(payment, "made-up-by-somebody");
  await expect.poll(held.holding).toBe(1);
  const right = confirmWith(payment, paymentKey);
  await expect.poll(async () => (await dueKeys(db, now(), 9, "toss")).length).toBe(1);
  turnOurClock(seconds(60));
  expect((await right).status).toBe("confirming");
  await held.release();
  await wrong;
  await expect.poll(async () => (await paymentNow(payment)).status).toBe("ready");
  await reconcileOnce();
  expect(await paymentNow(payment)).toMatchObject({ status: "paid", gatewayPaymentKey: paymentKey });
  expect((await orderNow(order)).status).toBe("paid");
  expect(await dueKeys(db, later(now(), minutes(60)), 9, "toss")).toEqual([]);
});

test("a key that waits for its turn is dropped once the attempt is paid by the key before it", async () => {
  const { payment, paymentKey } = await anAuthenticatedPayment();
  const held = await fault("hold", { operation: "confirm", times: 1 });
  const right = confirmWith(payment, paymentKey);
  await expect.poll(held.holding).toBe(1);
  const wrong = ["a", "b", "c", "d", "e", "f", "g"].map((key) => confirmWith(payment, `made-up-${key}`));
  await expect.poll(async () => (await dueKeys(db, now(), 9, "toss")).length).toBe(5);
  await held.release();
  expect((await right).status).toBe("paid");
  await Promise.all(wrong);
  turnOurClock(seconds(2));
  await reconcileOnce();
  expect(await dueKeys(db, later(now(), minutes(60)), 9, "toss")).toEqual([]);
  expect(await writesAsked(payment.gatewayOrderId)).toHaveLength(1);
});

/** Mina's key is kept behind a made-up one; then she leaves, and the attempt becomes free. */
async function aKeptKey() {
  const minas = await anAuthenticatedPayment();
  const held = await fault("hold_before", { operation: "confirm", times: 1 });
  const wrong = confirmWith(minas.payment, "made-up-by-somebody");
  await expect.poll(held.holding).toBe(1);
  const right = confirmWith(minas.payment, minas.paymentKey);
  await expect.poll(async () => (await dueKeys(db, now(), 9, "toss")).length).toBe(1);
  turnOurClock(seconds(60));
  expect((await right).status).toBe("confirming");
  await held.release();
  await wrong;
  await expect.poll(async () => (await paymentNow(minas.payment)).status).toBe("ready");
  return minas;
}

/** Mina's kept key is never confirmed after that. */
async function expectNotAsked({ payment, paymentKey }: Awaited<ReturnType<typeof aKeptKey>>, times = 0) {
  turnOurClock(seconds(2));
  await reconcileOnce();
  expect(await dueKeys(db, later(now(), minutes(60)), 9, "toss")).toEqual([]);
  const asked = await writesAsked(payment.gatewayOrderId);
  expect(asked.filter((write) => write.paymentKey === paymentKey)).toHaveLength(times);
}

test("a waiting key is not asked once its order is canceled", async () => {
  const minas = await aKeptKey();
  await cancel(minas.order.id, now());
  await expectNotAsked(minas);
  expect(await orderNow(minas.order)).toMatchObject({ status: "canceled", winnerPaymentId: null });
});

test("a waiting key is not asked once another attempt has paid its order", async () => {
  const minas = await aKeptKey();
  const other = await anotherAuthenticatedPayment(minas.order);
  expect((await confirmWith(other.payment, other.paymentKey)).status).toBe("paid");
  await expectNotAsked(minas);
  expect(await paymentNow(minas.payment)).toMatchObject({ status: "canceled", captured: 0 });
});

test("a waiting key is not asked once its shopper was told that it was not asked", async () => {
  const minas = await aKeptKey();
  const other = await anotherAuthenticatedPayment(minas.order);
  const held = await fault("hold_before", { operation: "confirm", times: 1 });
  const asking = confirmWith(other.payment, "made-up-too");
  await expect.poll(held.holding).toBe(1);
  const told = confirmWith(minas.payment, minas.paymentKey).then(answerOfConfirm);
  await expect(told).rejects.toMatchObject({ code: "payment_in_progress" });
  await held.release();
  expect((await asking).status).toBe("ready");
  await expectNotAsked(minas);
});

test("a waiting key that was refused meanwhile is not asked again, whatever key was asked after it", async () => {
  const minas = await aKeptKey();
  await fault("error", { operation: "confirm", times: 1, code: "NOT_REGISTERED_BUSINESS" });
  const told = confirmWith(minas.payment, minas.paymentKey).then(answerOfConfirm);
  await expect(told).rejects.toMatchObject({ code: "gateway_rejected" });
  await confirmWith(minas.payment, "made-up-too");
  await expectNotAsked(minas, 1);
});

test("a waiting key is not asked with other API keys than those of its attempt", async () => {
  const minas = await aKeptKey();
  env().live = true;
  onTestFinished(() => {
    env().live = false;
  });
  await expectNotAsked(minas);
  expect(await paymentNow(minas.payment)).toMatchObject({ status: "ready" });
});

test("two workers take a waiting key at once: one of them asks", async () => {
  const { payment, paymentKey } = await aKeptKey();
  const rows = await dueKeys(db, later(now(), seconds(2)), 9, "toss");
  await Promise.all([...rows, ...rows].map(askInItsTurn));
  await expect.poll(async () => (await paymentNow(payment)).status).toBe("paid");
  const asked = await writesAsked(payment.gatewayOrderId);
  expect(asked.filter((write) => write.paymentKey === paymentKey)).toHaveLength(1);
});

test("a waiting key that a worker has already read is not asked once its shopper was told otherwise", async () => {
  const minas = await aKeptKey();
  const rows = await dueKeys(db, later(now(), seconds(2)), 9, "toss");
  await giveUpTurn(minas.payment, minas.paymentKey);
  for (const row of rows) await askInItsTurn(row);
  await expectNotAsked(minas);
});

test("a waiting key that has grown too old is not asked", async () => {
  const { payment } = await anAuthenticatedPayment();
  const held = await fault("hold_before", { operation: "confirm", times: 1 });
  const first = confirmWith(payment, "made-up-by-somebody");
  await expect.poll(held.holding).toBe(1);
  const second = confirmWith(payment, "made-up-too");
  await expect.poll(async () => (await dueKeys(db, now(), 9, "toss")).length).toBe(1);
  turnOurClock(minutes(10));
  await second;
  await held.release();
  await first;
  await expect.poll(async () => (await paymentNow(payment)).status).toBe("ready");
  await reconcileOnce();
  expect(await dueKeys(db, later(now(), minutes(60)), 9, "toss")).toEqual([]);
  expect((await writesAsked(payment.gatewayOrderId)).map(({ paymentKey }) => paymentKey)).not.toContain(
    "made-up-too",
  );
});

test("rule 8: no two payment keys are asked under one idempotency key", async () => {
  const { payment, paymentKey } = await anAuthenticatedPayment();
  for (const madeUp of ["one", "two", "one"]) await confirmWith(payment, madeUp);
  await confirmWith(payment, paymentKey);
  const calls = await callsNow(payment);
  expect(calls.map((call) => call.n)).toEqual([1, 2, 3, 4]);
  const asked = await writesAsked(payment.gatewayOrderId);
  expect(asked.map((write) => [write.idempotencyKey, write.paymentKey])).toEqual([
    [`${payment.id}:confirm:1`, "one"],
    [`${payment.id}:confirm:2`, "two"],
    [`${payment.id}:confirm:3`, "one"],
    [`${payment.id}:confirm:4`, paymentKey],
  ]);
});
