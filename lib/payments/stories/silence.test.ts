import { describe, expect, test } from "vitest";
import { listenForAlarms } from "@/testing/alarms";
import { turnOurClock } from "@/testing/clock";
import { atGateway, fault, toss, turnClock, writesAsked } from "@/testing/gateway";
import {
  anAttempt,
  anAuthenticatedPayment,
  callsNow,
  confirmWith,
  orderNow,
  paymentNow,
  standingNow,
  storyOf,
} from "@/testing/makers";
import { days, minutes, seconds } from "../../clock";
import { confirm } from "../checkout/confirm";
import { reconcileOnce } from "../worker/reconcile";

// Rules 8, 9 and 11: what becomes of a confirm whose answer never came or was inconclusive.

describe("rule 11: one answer is lost, and a query finds the result at once", () => {
  test.each([
    ["dropped before the gateway acted", "drop_before", 2],
    ["dropped after the gateway acted", "drop_after", 1],
    ["answered 500 after the gateway acted", "error_after", 1],
    ["answered with half a body", "malformed", 1],
  ] as const)("%s: Mina is charged once", async (_, kind, asked) => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    await fault(kind, { operation: "confirm", times: 1 });
    expect(await confirmWith(payment, paymentKey)).toMatchObject({ status: "paid", captured: 29_000 });
    const writes = await writesAsked(payment.gatewayOrderId);
    expect(writes).toHaveLength(asked);
    expect(writes.filter((write) => write.acted)).toHaveLength(1);
    expect(new Set(writes.map((write) => write.idempotencyKey))).toEqual(
      new Set([`${payment.id}:confirm:1`]),
    );
    expect(await storyOf(order)).toEqual([
      "order_created",
      "payment_ready",
      "confirm_asked",
      "confirm_unknown",
      "payment_paid",
    ]);
  });

  test("the lost answer was a decline: the query finds it, and why", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment(undefined, "insufficient_balance");
    await fault("drop_after", { operation: "confirm", times: 1 });
    expect(await confirmWith(payment, paymentKey)).toMatchObject({
      status: "failed",
      failureCode: "REJECT_CARD_PAYMENT",
    });
    expect(await orderNow(order)).toMatchObject({ status: "open", askingPaymentId: null });
  });
});

describe("rule 11: the gateway is away", () => {
  test("silence never turns into failed, however long; when the gateway is back, Mina is charged once", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    const away = await fault("away");
    expect((await confirmWith(payment, paymentKey)).status).toBe("confirming");
    for (const wait of [seconds(10), minutes(10), days(1), days(6)]) {
      turnOurClock(wait);
      await reconcileOnce();
      expect(await paymentNow(payment)).toMatchObject({ status: "confirming" });
      expect(await orderNow(order)).toMatchObject({ status: "open", askingPaymentId: payment.id });
    }
    expect((await storyOf(order)).filter((kind) => kind === "confirm_unknown")).toHaveLength(1);

    await away.mend();
    turnOurClock(days(1));
    await reconcileOnce();
    expect(await paymentNow(payment)).toMatchObject({ status: "paid" });
    const acted = (await writesAsked(payment.gatewayOrderId)).filter((write) => write.acted);
    expect(acted).toMatchObject([{ idempotencyKey: `${payment.id}:confirm:1` }]);
  });

  test("the window expired meanwhile: the attempt expires, and another one can pay the order", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    const away = await fault("away");
    await confirmWith(payment, paymentKey);
    await turnClock(minutes(11));
    await away.mend();
    await reconcileOnce();
    expect(await paymentNow(payment)).toMatchObject({ status: "expired", failureCode: "EXPIRED_PAYMENT" });
    const again = await anAuthenticatedPayment(order);
    expect(await confirmWith(again.payment, again.paymentKey)).toMatchObject({ status: "paid", attempt: 2 });
  });
});

describe("rule 11: what a query can find about an unknown request", () => {
  test("the shopper has not authenticated: the attempt is ready again, and later paid under a new key", async () => {
    const { payment } = await anAttempt();
    const { paymentKey } = await toss.payments.open({
      orderId: payment.gatewayOrderId,
      amount: payment.amount,
      authenticate: false,
    });
    const early = await confirmWith(payment, paymentKey);
    expect(early).toMatchObject({ status: "ready", gatewayPaymentKey: null });
    expect(await callsNow(payment)).toMatchObject([{ n: 1, state: "moot" }]);

    await toss.payments.authenticate(paymentKey);
    expect(await confirmWith(early, paymentKey)).toMatchObject({ status: "paid" });
    expect(await callsNow(payment)).toMatchObject([
      { n: 1, state: "moot" },
      { n: 2, state: "done" },
    ]);
  });

  test("rule 8: the same without any answer: the request is repeated under its key", async () => {
    const { payment } = await anAttempt();
    const { paymentKey } = await toss.payments.open({
      orderId: payment.gatewayOrderId,
      amount: payment.amount,
      authenticate: false,
    });
    await fault("drop_before", { operation: "confirm", times: 1 });
    const early = await confirmWith(payment, paymentKey);
    expect(early.status).toBe("ready");
    await toss.payments.authenticate(paymentKey);
    expect(await confirmWith(early, paymentKey)).toMatchObject({ status: "paid" });
    expect(await callsNow(payment)).toMatchObject([{ n: 1, state: "done" }]);
  });

  test("the gateway knows no such payment and answers no confirm: after 45 minutes it failed, with an alarm", async () => {
    const alarms = listenForAlarms();
    const { order, payment } = await anAttempt();
    await fault("drop_before", { operation: "confirm" });
    await confirmWith(payment, "nobody-knows-this-key");
    turnOurClock(minutes(44));
    await reconcileOnce();
    expect((await paymentNow(payment)).status).toBe("confirming");
    expect(alarms()).toEqual([]);
    turnOurClock(minutes(10));
    await reconcileOnce();
    expect(await paymentNow(payment)).toMatchObject({ status: "failed", failureCode: "not_found" });
    expect(await orderNow(order)).toMatchObject({ status: "open", askingPaymentId: null });
    expect(alarms()).toHaveLength(1);
  });
});

describe("rule 9: keys expire", () => {
  test("just under fourteen days old, the same key is used again", async () => {
    const { payment, paymentKey } = await anAuthenticatedPayment();
    const broken = await fault("drop_before", { operation: "confirm" });
    await confirmWith(payment, paymentKey);
    await broken.mend();
    turnOurClock(days(14) - 1);
    await reconcileOnce();
    expect((await paymentNow(payment)).status).toBe("paid");
    expect(await callsNow(payment)).toMatchObject([{ n: 1, state: "done" }]);
  });

  test("at fourteen days nothing is asked any more: it needs a person", async () => {
    const alarms = listenForAlarms();
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    const broken = await fault("drop_before", { operation: "confirm" });
    await confirmWith(payment, paymentKey);
    await broken.mend();
    const before = (await writesAsked(payment.gatewayOrderId)).length;
    turnOurClock(days(14));
    await reconcileOnce();
    expect((await writesAsked(payment.gatewayOrderId)).length).toBe(before);
    expect(await standingNow(payment)).toMatchObject({ status: "confirming", needs: ["key_died"] });
    expect(await callsNow(payment)).toMatchObject([{ state: "stuck" }]);
    expect(await storyOf(order)).toContain("needs_person");
    expect(alarms().filter((alarm) => alarm.why === "key_died")).toHaveLength(1);
  });

  test("a charge is recorded however old the key", async () => {
    const { payment, paymentKey } = await anAuthenticatedPayment();
    await fault("drop_after", { operation: "confirm", times: 1 });
    const blind = await fault("away", { operation: "look" });
    await confirm(payment, { paymentKey, amount: payment.amount, waitMs: seconds(8) });
    await blind.mend();
    turnOurClock(days(20));
    await reconcileOnce();
    expect((await paymentNow(payment)).status).toBe("paid");
    expect((await atGateway(payment.gatewayOrderId)).status).toBe("DONE");
  });
});
