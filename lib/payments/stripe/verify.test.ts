import { describe, expect, test } from "vitest";
import type { Payment } from "@/db/schema";
import { turnOurClock } from "@/testing/clock";
import { anAuthenticatedPayment, orderNow, paymentNow, shopUrls } from "@/testing/makers";
import { fault, looksAt, stripe, turnClock } from "@/testing/stripe";
import {
  aDollarOrder,
  anOpenIntent,
  anOpenPage,
  aPaidIntent,
  aPaidPage,
  cards,
  charge,
  payOnPage,
} from "@/testing/stripe-makers";
import { auditOrder } from "../../books/invariants";
import { seconds } from "../../clock";
import { StripeReturn, verifyStripe } from "../../contracts/stripe";
import { reconcileOnce } from "../worker/reconcile";
import { returnFromStripe } from "./returned";
import { stripePayment, stripePaymentOf, verify } from "./verify";

const comeBack = ({ gatewaySessionKey }: Payment) =>
  returnFromStripe({ session_id: gatewaySessionKey ?? "" });

describe("Mina returns from Stripe's page", () => {
  test("paid: to the shop's success page, with the page's id and proof of her order", async () => {
    const { order, payment, sessionId } = await anOpenPage();
    await payOnPage(payment);
    expect(await comeBack(payment)).toMatchObject({
      location: `${shopUrls.successUrl}?session_id=${sessionId}&order_number=${order.number}`,
      proven: { id: order.id, status: "paid" },
    });
  });

  test("again, by reload or the back button: the same page, and Stripe is not asked again", async () => {
    const { payment } = await anOpenPage();
    await payOnPage(payment);
    const { location } = await comeBack(payment);
    const looked = await looksAt(payment.gatewayOrderId);
    for (let visit = 0; visit < 3; visit += 1) expect((await comeBack(payment)).location).toBe(location);
    expect(await looksAt(payment.gatewayOrderId)).toBe(looked);
  });

  test("with a guessed id, before she paid: nothing is paid, and the page stays open", async () => {
    const { order, payment } = await anOpenPage();
    const { location, refusal } = await comeBack(payment);
    expect(location).toContain(`${shopUrls.failUrl}?`);
    expect(refusal?.code).toBe("payment_not_authenticated");
    expect(await orderNow(order)).toMatchObject({ status: "open" });
    expect(await payOnPage(payment)).toMatchObject({ is: "complete" });
  });

  test("declined: the reason is her bank's", async () => {
    const { payment } = await anOpenPage();
    await payOnPage(payment, { card: cards.insufficientFunds });
    expect((await comeBack(payment)).location).toContain("code=insufficient_funds");
  });

  test("from her bank's own page, with the intent's id", async () => {
    const { order, intentId } = await anOpenIntent();
    await charge(order, "pm_card_authenticationRequired", shopUrls.successUrl);
    await stripe.intents.challenge(intentId, "complete");
    expect(await returnFromStripe({ payment_intent: intentId })).toMatchObject({
      location: `${shopUrls.successUrl}?order_number=${order.number}`,
      proven: { status: "paid" },
    });
  });
});

describe("rule 11: Stripe does not answer while Mina returns", () => {
  test("after two seconds: she goes on, nothing says that nothing was charged, and the query goes on", async () => {
    const { order, payment } = await anOpenPage();
    await payOnPage(payment);
    const held = await fault("hold_before", { operation: "look", times: 1 });
    const returning = comeBack(payment);
    await expect.poll(held.holding).toBe(1);
    turnOurClock(seconds(2));
    const { location, proven, refusal } = await returning;
    expect(location).toContain(shopUrls.successUrl);
    expect(proven).toMatchObject({ id: order.id, status: "open" });
    expect(refusal).toBeUndefined();
    await held.release();
    await expect.poll(async () => (await orderNow(order)).status).toBe("paid");
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("her card had been declined: she is told once Stripe says so, and the page is still open", async () => {
    const { order, payment } = await anOpenPage();
    await payOnPage(payment, { card: cards.insufficientFunds });
    const away = await fault("away");
    expect((await comeBack(payment)).refusal).toBeUndefined();
    await away.mend();
    await turnClock(seconds(2));
    await reconcileOnce();
    expect(await paymentNow(payment)).toMatchObject({ status: "ready", failureCode: "insufficient_funds" });
    expect(await orderNow(order)).toMatchObject({ status: "open", askingPaymentId: null });
    expect(await payOnPage(payment)).toMatchObject({ is: "complete" });
    expect((await comeBack(payment)).proven).toMatchObject({ status: "paid" });
  });
});

describe("an id that leads to nothing of Stripe's", () => {
  test.each([{ session_id: "cs_test_nobody" }, { payment_intent: "pi_nobody" }])(
    "%j: to the shop's own page, and Stripe is not asked",
    async (named) => {
      expect(await returnFromStripe(named)).toEqual({
        location: "http://localhost:3000/fail?code=order_not_found",
      });
      expect(await stripe.requests()).toEqual([]);
    },
  );

  test("a Toss payment key is none of Stripe's", async () => {
    const { payment, paymentKey } = await anAuthenticatedPayment();
    expect(await stripePayment({ payment_intent: paymentKey })).toBeUndefined();
    expect(await stripePayment({ payment_intent: payment.gatewayOrderId })).toBeUndefined();
  });

  test.each([
    "",
    " ",
    "cs_",
    "cs_test_a1/../x",
    "cs_test a1",
    "pi_1",
    "{CHECKOUT_SESSION_ID}",
    "cs_\0",
    `cs_${"x".repeat(201)}`,
  ])("%j is no page's id, and is not passed on", (session_id) => {
    expect(StripeReturn.safeParse({ session_id }).success).toBe(false);
    expect(verifyStripe.input.safeParse({ session_id }).success).toBe(false);
  });

  test.each(["", "pi_", "cs_test_a1", "pi_1/confirm", "pi_1?expand[0]=x"])(
    "%j is no intent's id",
    (payment_intent) => {
      expect(StripeReturn.safeParse({ payment_intent }).success).toBe(false);
      expect(verifyStripe.input.safeParse({ payment_intent_id: payment_intent }).success).toBe(false);
    },
  );
});

describe("a page that Junho paid for another, cheaper order", () => {
  test("does not pay Mina's order when her browser names it, and proves nothing about hers", async () => {
    const junho = await aPaidPage();
    const mina = await anOpenPage();
    const { proven, location } = await returnFromStripe({
      session_id: junho.payment.gatewaySessionKey ?? "",
    });
    expect(proven?.id).toBe(junho.order.id);
    expect(location).toContain(junho.order.number);
    expect(await paymentNow(mina.payment)).toMatchObject({ status: "ready", captured: 0 });
    expect(await orderNow(mina.order)).toMatchObject({ status: "open", winnerPaymentId: null });
  });
});

describe("a status request", () => {
  test("gets the gateway's answer, which is also recorded", async () => {
    const { payment } = await anOpenPage();
    expect(await verify(payment)).toMatchObject({ told: true, payment: { status: "ready" } });
    await payOnPage(payment);
    expect(await verify(payment)).toMatchObject({ told: true, payment: { status: "paid" } });
  });

  test("gets what we know, and that Stripe did not answer", async () => {
    const { payment } = await anOpenPage();
    await payOnPage(payment);
    await fault("error", { operation: "look", code: "service_unavailable" });
    expect(await verify(payment)).toMatchObject({ told: false, payment: { status: "ready" } });
  });

  test("waits no longer than eight seconds", async () => {
    const { payment } = await anOpenPage();
    await payOnPage(payment);
    const held = await fault("hold", { operation: "look", times: 1 });
    const asking = verify(payment);
    await expect.poll(held.holding).toBe(1);
    turnOurClock(seconds(8));
    expect(await asking).toMatchObject({ told: false, payment: { status: "ready" } });
    await held.release();
    await expect.poll(async () => (await paymentNow(payment)).status).toBe("paid");
  });

  test("by the order's number gets the payment that pays it, otherwise the newest", async () => {
    await expect(stripePaymentOf(await aDollarOrder())).rejects.toMatchObject({ code: "payment_not_open" });
    const { order, payment: form } = await anOpenIntent();
    const { payment: page } = await anOpenPage(order);
    expect(await stripePaymentOf(order)).toMatchObject({ id: page.id });
    const paid = await aPaidIntent();
    expect(await stripePaymentOf(paid.order)).toMatchObject({ id: paid.payment.id });
    expect(form.id).not.toBe(page.id);
  });
});
