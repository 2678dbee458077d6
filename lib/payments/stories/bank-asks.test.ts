import { describe, expect, test } from "vitest";
import { transfersOf } from "@/db/books";
import { declinedSince } from "@/db/limits";
import { db } from "@/db/store";
import { orderNow, paymentNow, shopUrls } from "@/testing/makers";
import { atStripe, fault, stripe, turnClock, writesAsked } from "@/testing/stripe";
import { anOpenIntent, anOpenPage, charge, payOnPage } from "@/testing/stripe-makers";
import { auditOrder } from "../../books/invariants";
import { hours, later, minutes, now, seconds } from "../../clock";
import { chargeStripe } from "../stripe/charge";
import { verify } from "../stripe/verify";
import { presentCharge } from "../view/present-opened";
import { reconcileOnce } from "../worker/reconcile";

const asks = "pm_card_authenticationRequired";

describe("Mina's bank wants to authenticate her", () => {
  test("in Stripe.js on our page: she passes, and a query finds the payment", async () => {
    const { order, payment, intentId } = await anOpenIntent();
    const asked = await charge(order, asks);
    expect(asked.status).toBe("requires_action");
    expect(presentCharge(order, asked)).toMatchObject({
      next_action: { type: "use_stripe_js", client_secret: expect.stringContaining(intentId) },
    });
    expect(await orderNow(order)).toMatchObject({ status: "open", askingPaymentId: null });
    expect(await auditOrder(order.id)).toEqual([]);
    await stripe.intents.challenge(intentId, "complete");
    expect(await verify(payment)).toMatchObject({ payment: { status: "paid" }, order: { status: "paid" } });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("on the bank's own page: she is sent there, and back to us", async () => {
    const { order } = await anOpenIntent();
    const asked = await charge(order, asks, `${shopUrls.successUrl}?back`);
    expect(presentCharge(order, asked)).toMatchObject({
      next_action: { type: "redirect", url: expect.stringMatching(/^http/) },
    });
    await expect(charge(order, asks, "https://evil.example/")).rejects.toMatchObject({
      code: "redirect_not_allowed",
    });
  });

  test("a repeat without another card does not ask the bank again: its challenge stands", async () => {
    const { order, payment } = await anOpenIntent();
    await charge(order, asks);
    const again = await chargeStripe(order, {}, seconds(8));
    expect(again).toMatchObject({ id: payment.id, status: "requires_action" });
    expect(await confirmsOf(payment.gatewayOrderId)).toHaveLength(1);
  });

  test("she fails: it is a decline, and another card pays the same intent", async () => {
    const { order, payment, intentId } = await anOpenIntent();
    await charge(order, asks);
    await stripe.intents.challenge(intentId, "fail");
    expect(await verify(payment)).toMatchObject({
      payment: { status: "ready", failureCode: "payment_intent_authentication_failure" },
    });
    expect(await declinesOf(order)).toBe(1);
    expect(await charge(order)).toMatchObject({ id: payment.id, status: "paid" });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("she passes, and the card is still declined", async () => {
    const { order, payment, intentId } = await anOpenIntent();
    await charge(order, "pm_card_threeDSecureRequiredChargeDeclined");
    await stripe.intents.challenge(intentId, "complete");
    expect(await verify(payment)).toMatchObject({
      payment: { status: "ready", failureCode: "generic_decline" },
      order: { status: "open" },
    });
  });

  test("she takes another card instead of answering: that one is charged, once", async () => {
    const { order, payment } = await anOpenIntent();
    await charge(order, asks);
    expect(await charge(order)).toMatchObject({ id: payment.id, status: "paid" });
    expect(await atStripe(payment.gatewayOrderId)).toMatchObject({ status: "succeeded" });
    expect(await transfersOf(db, order.id)).toHaveLength(1);
  });

  test("the answer that the bank asks was lost: a query still brings the challenge", async () => {
    const { order } = await anOpenIntent();
    await fault("drop_after", { operation: "confirm_intent", times: 2 });
    expect(await charge(order, asks)).toMatchObject({ status: "requires_action" });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("the order's time ends while the bank waits: the intent is canceled first, and then the order ends", async () => {
    const { order, payment, intentId } = await anOpenIntent();
    await charge(order, asks);
    await turnClock(minutes(48));
    for (let turn = 0; turn < 3; turn += 1) await reconcileOnce();
    expect(await paymentNow(payment)).toMatchObject({ status: "canceled", surface: null });
    expect(await orderNow(order)).toMatchObject({ status: "expired", stockTaken: false });
    await expect(stripe.intents.challenge(intentId, "complete")).rejects.toThrow("canceled");
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("she leaves for Stripe's page and then passes: that pays, and the page is closed", async () => {
    const { order, payment, intentId } = await anOpenIntent();
    await charge(order, asks);
    const { payment: page } = await anOpenPage(order);
    await stripe.intents.challenge(intentId, "complete");
    for (let turn = 0; turn < 2; turn += 1) await reconcileOnce();
    expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: payment.id });
    expect(await paymentNow(page)).toMatchObject({ status: "expired" });
    expect(await payOnPage(page)).toMatchObject({ is: "closed" });
    expect(await auditOrder(order.id)).toEqual([]);
  });
});

const confirmsOf = async (orderId: string) =>
  (await writesAsked(orderId)).filter(({ operation }) => operation === "confirm_intent");

const declinesOf = async ({ id }: { id: string }) =>
  (await declinedSince(db, [id], "stripe", later(now(), -hours(1)), 100)).length;
