import { describe, expect, test } from "vitest";
import { transfersOf } from "@/db/books";
import { declinedSince } from "@/db/limits";
import { orderById } from "@/db/orders";
import type { Payment } from "@/db/schema";
import { db } from "@/db/store";
import { listenForAlarms } from "@/testing/alarms";
import { callsNow, orderNow, paymentNow, standingNow, storyOf } from "@/testing/makers";
import { anotherProgram, atStripe, fault, stripe, turnClock, writesAsked } from "@/testing/stripe";
import {
  aDollarOrder,
  anEvent,
  anOpenIntent,
  anOpenPage,
  cards,
  charge,
  hear,
  payOnPage,
} from "@/testing/stripe-makers";
import { answerOfConfirm } from "../../answers/payment";
import { auditOrder } from "../../books/invariants";
import { hours, later, now, seconds } from "../../clock";
import { limitAttempts } from "../../orders/limits";
import { reconcileOnce } from "../worker/reconcile";
import { verify } from "./verify";

const refused = "pm_card_visa_chargeDeclinedInsufficientFunds";

test("Mina's card is charged once, and the order, the books and Stripe agree", async () => {
  const { order, payment, intentId } = await anOpenIntent();
  expect(await charge(order)).toMatchObject({ status: "paid", captured: 2_200, gatewayPaymentKey: intentId });
  expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: payment.id });
  expect(await atStripe(payment.gatewayOrderId)).toMatchObject({
    status: "succeeded",
    amount_received: 2_200,
  });
  expect(await storyOf(order)).toEqual([
    "order_created",
    "payment_ready",
    "payment_opened",
    "confirm_asked",
    "payment_paid",
  ]);
  expect(await auditOrder(order.id)).toEqual([]);
});

test("rule 24: twenty charges at once ask Stripe once, and all of them get paid as the answer", async () => {
  const { order, payment } = await anOpenIntent();
  const answers = await Promise.all(Array.from({ length: 20 }, () => charge(order)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(["paid"]));
  expect(await confirmsOf(payment.gatewayOrderId)).toHaveLength(1);
});

describe("a declined card leaves the intent open for another", () => {
  test("rule 8: each card is asked under its own key, and the third one pays", async () => {
    const { order, payment } = await anOpenIntent();
    for (const card of ["pm_card_chargeDeclinedExpiredCard", refused]) {
      const declined = await charge(order, card);
      expect(declined).toMatchObject({ id: payment.id, status: "ready" });
      await expect(answerOfConfirm(declined)).rejects.toMatchObject({ code: "payment_declined" });
      expect(await orderNow(order)).toMatchObject({ status: "open", askingPaymentId: null });
    }
    expect((await paymentNow(payment)).failureCode).toBe("insufficient_funds");
    expect(await charge(order)).toMatchObject({ id: payment.id, status: "paid", failureCode: null });
    expect((await confirmsOf(payment.gatewayOrderId)).map((one) => one.idempotencyKey)).toEqual([
      `${payment.id}:confirm:1`,
      `${payment.id}:confirm:2`,
      `${payment.id}:confirm:3`,
    ]);
    const calls = await callsNow(payment);
    expect(calls.filter(({ kind }) => kind === "confirm").map(({ state }) => state)).toEqual([
      "declined",
      "declined",
      "done",
    ]);
    expect(await transfersOf(db, order.id)).toHaveLength(1);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("the answer to the decline was lost: the query finds it, and why", async () => {
    const { order, payment } = await anOpenIntent();
    await fault("drop_after", { operation: "confirm_intent", times: 1 });
    expect(await charge(order, refused)).toMatchObject({
      status: "ready",
      failureCode: "insufficient_funds",
    });
    expect(await orderNow(order)).toMatchObject({ status: "open", askingPaymentId: null });
    expect(await charge(order)).toMatchObject({ status: "paid" });
    expect(await auditOrder(order.id)).toEqual([]);
    expect(await atStripe(payment.gatewayOrderId)).toMatchObject({ amount_received: 2_200 });
  });

  test("every card that was tried counts as a decline, in the form and on Stripe's page", async () => {
    const { order } = await anOpenIntent();
    await charge(order, refused);
    await charge(order, "pm_card_visa_chargeDeclined");
    await charge(order, refused);
    expect(await declinesOf(order)).toBe(3);

    const { order: other, payment } = await anOpenPage();
    for (const card of [cards.declined, cards.insufficientFunds]) {
      expect(await payOnPage(payment, { card })).toMatchObject({ is: "declined" });
      await verify(payment);
    }
    expect(await declinesOf(other)).toBe(2);
    expect(await paymentNow(payment)).toMatchObject({ status: "ready", failureCode: "insufficient_funds" });
    expect((await paymentNow(payment)).surface?.url).toMatch(/^http/);
  });

  test("after five declines within an hour the order must wait, and what is open is closed", async () => {
    const { order, payment } = await anOpenIntent();
    for (let tries = 0; tries < 4; tries += 1) await charge(order, refused);
    await limitAttempts(order, new Headers(), "stripe");
    await charge(order, refused);
    await expect(limitAttempts(order, new Headers(), "stripe")).rejects.toMatchObject({
      code: "too_many_declines",
    });
    await reconcileOnce();
    expect(await paymentNow(payment)).toMatchObject({ status: "canceled" });
    expect(await atStripe(payment.gatewayOrderId)).toMatchObject({ status: "canceled" });
    await turnClock(hours(1));
    await limitAttempts(order, new Headers(), "stripe");
  });

  test.each([
    ["on Stripe's page", async () => (await anOpenPage()).payment],
    ["in the card form", async () => (await anOpenIntent()).payment],
  ])(
    "five cards refused alike %s are five declines, and then everything is closed",
    async (_where, begin) => {
      const payment = await begin();
      const order = await ownOrder(payment);
      for (let tries = 0; tries < 5; tries += 1) {
        await refuseACard(payment);
        await verify(await paymentNow(payment));
        await verify(await paymentNow(payment));
      }
      expect(await declinesOf(order)).toBe(5);
      await expect(limitAttempts(order, new Headers(), "stripe")).rejects.toMatchObject({
        code: "too_many_declines",
      });
      await reconcileOnce();
      expect((await paymentNow(payment)).status).toBe(payment.gatewaySessionKey ? "expired" : "canceled");
      expect(await orderNow(order)).toMatchObject({ status: "open" });
      expect(await auditOrder(order.id)).toEqual([]);
    },
  );

  test("cards declined within one moment are counted as their webhooks arrive, and the fifth closes the form", async () => {
    const { order, payment } = await anOpenIntent();
    const key = payment.gatewayPaymentKey ?? "";
    for (let tries = 0; tries < 5; tries += 1) {
      expect(await atStripe(payment.gatewayOrderId)).toMatchObject({ status: "requires_payment_method" });
      await refuseACard(payment);
      await hear(anEvent("payment_intent.payment_failed", { id: key, object: "payment_intent" }));
    }
    // Neither the clock nor the reconcile loop has moved.
    expect(await declinesOf(order)).toBe(5);
    expect(await atStripe(payment.gatewayOrderId)).toMatchObject({ status: "canceled" });
    expect(await paymentNow(payment)).toMatchObject({ status: "canceled" });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("a decline is reported once, however often it is queried", async () => {
    const { order, payment } = await anOpenPage();
    await payOnPage(payment, { card: cards.declined });
    for (let look = 0; look < 3; look += 1) await verify(payment);
    expect(await declinesOf(order)).toBe(1);
  });

  test("a card that paid another order is used up: Mina is asked for it again, and nobody is alarmed", async () => {
    const alarms = listenForAlarms();
    const { id } = await anotherProgram().paymentMethods.retrieve("pm_card_visa");
    const { order: first } = await anOpenIntent();
    expect(await charge(first, id)).toMatchObject({ status: "paid" });

    const { order, payment } = await anOpenIntent();
    const after = await charge(order, id);
    expect(after).toMatchObject({ status: "ready", captured: 0, failureKind: "input" });
    await expect(answerOfConfirm(after)).rejects.toMatchObject({
      code: "payment_input_refused",
      status: 422,
      details: {
        gateway_code: "payment_method_used",
        errors: [{ field: "payment_method_id", message: expect.any(String) }],
      },
    });
    expect(await declinesOf(order)).toBe(0);
    expect(alarms()).toEqual([]);
    expect(await charge(order)).toMatchObject({ id: payment.id, status: "paid" });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("Stripe refuses an unknown card: Mina is told, and nothing is left pending", async () => {
    const { order, payment } = await anOpenIntent();
    const after = await charge(order, "pm_card_nobody_knows");
    expect(after.status).toBe("ready");
    await expect(answerOfConfirm(after)).rejects.toMatchObject({
      code: "payment_input_refused",
      details: {
        gateway_code: "no_such_payment_method",
        errors: [{ field: "payment_method_id", message: expect.any(String) }],
      },
    });
    expect(await declinesOf(order)).toBe(0);
    expect(await orderNow(order)).toMatchObject({ status: "open", askingPaymentId: null });
    expect(await charge(order)).toMatchObject({ id: payment.id, status: "paid" });
  });
});

describe("rule 11: the result of the charge is unknown", () => {
  test("Stripe is away: silence never turns into failed; when it is back, Mina is charged once", async () => {
    const { order, payment } = await anOpenIntent();
    const away = await fault("away");
    expect(await charge(order)).toMatchObject({ status: "confirming" });
    await turnClock(seconds(60));
    await reconcileOnce();
    expect(await standingNow(payment)).toMatchObject({ status: "confirming", needs: [] });
    await away.mend();
    await turnClock(hours(1));
    await reconcileOnce();
    expect(await paymentNow(payment)).toMatchObject({ status: "paid" });
    const acted = (await confirmsOf(payment.gatewayOrderId)).filter((one) => one.acted);
    expect(acted).toMatchObject([{ idempotencyKey: `${payment.id}:confirm:1` }]);
  });

  test("rule 9: a key of 23 hours is not used any more: it needs a person", async () => {
    const { order, payment } = await anOpenIntent();
    const away = await fault("away");
    await charge(order);
    await away.mend();
    await turnClock(hours(23));
    await reconcileOnce();
    expect(await standingNow(payment)).toMatchObject({ status: "confirming", needs: ["key_died"] });
    expect((await confirmsOf(payment.gatewayOrderId)).filter((one) => one.acted)).toEqual([]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("while it is unknown, nothing else of the order is opened or charged", async () => {
    const { order } = await anOpenIntent();
    const held = await fault("hold", { operation: "confirm_intent" });
    const paying = charge(order);
    await expect.poll(held.holding).toBe(1);
    await expect(anOpenPage(order)).rejects.toMatchObject({ code: "payment_in_progress" });
    await held.release();
    expect(await paying).toMatchObject({ status: "paid" });
  });
});

describe("rule 14: the charge is not what this order costs", () => {
  test.each([
    ["another amount", { amount: 100 }, { captured: 100, currency: "USD" }],
    ["another currency", { currency: "eur" }, { captured: 2_200, currency: "EUR" }],
    ["another order", { metadata: { order_id: "ORD-20260101-OTHERS-1" } }, { captured: 2_200 }],
  ])("%s: the payment goes to review, and sells nothing", async (_, change, held) => {
    const { order, payment, intentId } = await anOpenIntent();
    await anotherProgram().paymentIntents.update(intentId, change);
    expect(await charge(order)).toMatchObject({ status: "in_review", credited: "suspense", ...held });
    expect(await orderNow(order)).toMatchObject({
      status: "in_review",
      winnerPaymentId: null,
      stockTaken: true,
    });
    expect(await transfersOf(db, order.id)).toMatchObject([{ credit: "suspense", amount: held.captured }]);
    await expect(answerOfConfirm(await paymentNow(payment))).rejects.toMatchObject({
      code: "payment_in_review",
    });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("one wrong answer puts nothing in review, and a correct second one counts", async () => {
    const { order } = await anOpenIntent();
    await fault("wrong_amount", { operation: "confirm_intent", times: 1 });
    expect(await charge(order)).toMatchObject({ status: "paid", captured: 2_200 });
    expect(await auditOrder(order.id)).toEqual([]);
  });
});

test("a page could not be opened beside a paid intent: another charge is told that the order is paid", async () => {
  const { order, payment } = await anOpenIntent();
  await fault("error", { operation: "create_session", code: "secret_key_required", times: 1 });
  await expect(anOpenPage(order)).rejects.toMatchObject({ code: "gateway_rejected" });
  expect(await charge(order)).toMatchObject({ id: payment.id, status: "paid" });
  expect(await charge(order)).toMatchObject({ id: payment.id, status: "paid" });
});

test("an order without an intent has nothing to charge, and one that ended says so", async () => {
  const order = await aDollarOrder();
  await expect(charge(order)).rejects.toMatchObject({ code: "payment_not_open" });
  await anOpenPage(order);
  await expect(charge(order)).rejects.toMatchObject({ code: "payment_not_open" });
});

const confirmsOf = async (orderId: string) =>
  (await writesAsked(orderId)).filter(({ operation }) => operation === "confirm_intent");

const declinesOf = async ({ id }: { id: string }) =>
  (await declinedSince(db, [id], "stripe", later(now(), -hours(1)), 100)).length;

async function ownOrder({ orderId }: Payment) {
  const order = await orderById(db, orderId);
  if (!order) throw new Error("A payment has its order.");
  return order;
}

/** Tries a declined card where the shop is not asked: on Stripe's page, or with the form's client secret. */
const refuseACard = async (payment: Payment) =>
  payment.gatewaySessionKey
    ? payOnPage(payment, { card: cards.declined })
    : stripe.intents.pay(payment.gatewayPaymentKey ?? "", { card: cards.declined });
