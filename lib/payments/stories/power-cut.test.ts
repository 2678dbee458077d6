import { expect, onTestFinished, test } from "vitest";
import { callsNow, orderNow, paymentNow } from "@/testing/makers";
import { stripe, turnClock, writesAsked } from "@/testing/stripe";
import {
  aDollarOrder,
  anOpenIntent,
  anOpenPage,
  aPageWish,
  aPaidPage,
  charge,
} from "@/testing/stripe-makers";
import { auditOrder } from "../../books/invariants";
import { now, seconds } from "../../clock";
import { gateway, useGateways } from "../../gateways";
import { cancel } from "../ending/expire";
import { claim } from "../engine/claim";
import { refund } from "../refunds/refund";
import { openStripe } from "../stripe/open";
import { reconcileOnce } from "../worker/reconcile";

// The shop's process dies after it wrote a call and before it sent it. Another process finds the call.

/** Nothing that is written is sent until `on` is called: the process died. */
function powerCut() {
  const never = () => new Promise<never>(() => {});
  const dead = { open: never, confirm: never, close: never, refund: never };
  useGateways({ stripe: { ...gateway("stripe"), ...dead } });
  onTestFinished(() => useGateways());
  return { on: () => useGateways() };
}

async function tenSecondsLater() {
  await turnClock(seconds(10));
  await reconcileOnce();
}

test("before a page was opened: the call stays pending, and the next process opens the page under its key", async () => {
  const power = powerCut();
  const order = await aDollarOrder();
  const { payment } = await openStripe(order, { ...aPageWish, waitMs: 0 });
  expect(await callsNow(payment)).toMatchObject([{ kind: "create", state: "pending", unknownWhy: null }]);
  expect(await stripe.requests()).toEqual([]);
  expect(await auditOrder(order.id)).toEqual([]);

  power.on();
  await tenSecondsLater();
  expect(await callsNow(payment)).toMatchObject([{ kind: "create", state: "done" }]);
  const again = await anOpenPage(order);
  expect(again.payment).toMatchObject({ id: payment.id, surface: { url: expect.stringMatching(/^http/) } });
  expect(await writesAsked(payment.gatewayOrderId)).toMatchObject([
    { operation: "create_session", idempotencyKey: `${payment.id}:open:1`, acted: true },
  ]);
});

test("before a card was charged: the order shows the pending charge, and the next process charges it, once", async () => {
  const { order, payment, intentId } = await anOpenIntent();
  await claim(payment, intentId, now(), { charge: { paymentMethod: "pm_card_visa" } });
  expect(await orderNow(order)).toMatchObject({ askingPaymentId: payment.id });
  expect(await callsNow(payment)).toMatchObject([
    { kind: "confirm", state: "pending" },
    { kind: "create", state: "done" },
  ]);
  expect(await auditOrder(order.id)).toEqual([]);

  await tenSecondsLater();
  expect(await paymentNow(payment)).toMatchObject({ status: "paid", captured: 2_200 });
  expect(await orderNow(order)).toMatchObject({ status: "paid", askingPaymentId: null });
  const confirms = (await writesAsked(payment.gatewayOrderId)).filter(
    ({ operation }) => operation === "confirm_intent",
  );
  expect(confirms).toMatchObject([{ idempotencyKey: `${payment.id}:confirm:1`, acted: true }]);
  expect(await auditOrder(order.id)).toEqual([]);
});

test("before a second card was charged: the intent's answer about the first card is not taken for its own", async () => {
  const { order, payment, intentId } = await anOpenIntent();
  await charge(order, "pm_card_visa_chargeDeclined");
  await claim(await paymentNow(payment), intentId, now(), { charge: { paymentMethod: "pm_card_visa" } });
  await tenSecondsLater();
  expect(await paymentNow(payment)).toMatchObject({ status: "paid", failureCode: null });
  expect(await auditOrder(order.id)).toEqual([]);
});

test("before a page was closed: the order waits, and the next process closes it", async () => {
  const { order, payment } = await anOpenPage();
  await cancel(order.id, now());
  expect(await callsNow(payment)).toMatchObject([{ kind: "close", state: "pending" }, { kind: "create" }]);
  expect(await orderNow(order)).toMatchObject({ status: "open" });
  await tenSecondsLater();
  await tenSecondsLater();
  expect(await orderNow(order)).toMatchObject({ status: "expired" });
  expect(await stripe.sessions.list(payment.gatewayOrderId)).toMatchObject([{ status: "expired" }]);
});

test("before a refund: it is reserved, and the next process makes it, once", async () => {
  const { order, payment } = await aPaidPage();
  const power = powerCut();
  const wish = { paymentId: payment.id, amount: 700, reason: "변심", requestedBy: "sora", waitMs: 0 };
  expect(await refund(wish)).toMatchObject({ state: "asked" });
  expect(await paymentNow(payment)).toMatchObject({ refunded: 0, refundPending: 700 });
  expect(await auditOrder(order.id)).toEqual([]);

  power.on();
  await turnClock(seconds(20));
  await reconcileOnce();
  expect(await paymentNow(payment)).toMatchObject({ refunded: 700, refundPending: 0 });
  const refunds = (await writesAsked(payment.gatewayOrderId)).filter(
    ({ operation }) => operation === "create_refund",
  );
  expect(refunds).toHaveLength(1);
  expect(await auditOrder(order.id)).toEqual([]);
});
