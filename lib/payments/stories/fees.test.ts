import { expect, test } from "vitest";
import { transfersOf } from "@/db/books";
import type { Order } from "@/db/schema";
import { db } from "@/db/store";
import { anOrder, paymentNow } from "@/testing/makers";
import { stripe, turnClock, withCurrencies } from "@/testing/stripe";
import { anEvent, anOpenPage, aPaidIntent, aPaidPage, hear, payOnPage } from "@/testing/stripe-makers";
import { auditOrder } from "../../books/invariants";
import { days, minutes, seconds } from "../../clock";
import { refund } from "../refunds/refund";
import { verify } from "../stripe/verify";
import { reconcileOnce } from "../worker/reconcile";

// Stripe reports its fee a moment after the capture: 2.9% of $22.00, plus 30 cents.

const kept = { amount: 94, currency: "USD", debit: "fees", credit: "receivable", cause: "fee" };

const feesOf = async ({ id }: Order) => (await transfersOf(db, id)).filter(({ cause }) => cause === "fee");

test("the fee is not known yet at the capture", async () => {
  const { order, payment } = await aPaidPage();
  expect(payment).toMatchObject({ status: "paid", fee: null });
  expect(await feesOf(order)).toEqual([]);
});

test("the charge is updated, a webhook reports it, and the fee is posted once however often it is reported", async () => {
  const { order, payment, intentId } = await aPaidPage();
  await stripe.clock.advance(seconds(1));
  const { id } = (await stripe.intents.list(payment.gatewayOrderId))[0]?.latest_charge ?? {};
  for (let times = 0; times < 3; times += 1) {
    await hear(anEvent("charge.updated", { id, object: "charge", payment_intent: intentId }));
    await turnClock(seconds(3));
  }
  expect(await feesOf(order)).toMatchObject([kept]);
  expect(await paymentNow(payment)).toMatchObject({ fee: 94, feeCurrency: "USD", nextLookAt: null });
  expect(await auditOrder(order.id)).toEqual([]);
});

test.each([
  ["page", aPaidPage],
  ["card form", aPaidIntent],
])("no webhook reports it (%s): a query of our own finds it a minute later", async (_, aPaid) => {
  const { order, payment } = await aPaid();
  await turnClock(minutes(1));
  await reconcileOnce();
  expect(await feesOf(order)).toMatchObject([kept]);
  expect(await paymentNow(payment)).toMatchObject({ fee: 94, nextLookAt: null });
  await turnClock(days(1));
  expect(await reconcileOnce()).toMatchObject({ looks: 0 });
  expect(await auditOrder(order.id)).toEqual([]);
});

test("a payment that is only found when its fee is known posts both at once", async () => {
  const { order, payment } = await anOpenPage();
  await payOnPage(payment);
  await stripe.clock.advance(seconds(1));
  await verify(payment);
  expect(await feesOf(order)).toMatchObject([kept]);
  expect(await paymentNow(payment)).toMatchObject({ status: "paid", fee: 94, nextLookAt: null });
  expect(await auditOrder(order.id)).toEqual([]);
});

test("an order in won: the fee is in the payout currency, and is not mixed with won", async () => {
  withCurrencies("USD", "KRW");
  const { order, payment } = await aPaidPage(await anOrder());
  await turnClock(minutes(1));
  await reconcileOnce();
  expect(await paymentNow(payment)).toMatchObject({ currency: "KRW", captured: 29_000, feeCurrency: "USD" });
  expect(await feesOf(order)).toMatchObject([{ currency: "USD", debit: "fees" }]);
  expect(await auditOrder(order.id)).toEqual([]);
});

test("after a full refund the fee stays with Stripe, and is not posted again", async () => {
  const { order, payment } = await aPaidPage();
  await turnClock(minutes(1));
  await reconcileOnce();
  await refund({ paymentId: payment.id, reason: "변심", requestedBy: "sora", waitMs: seconds(8) });
  await verify(payment);
  expect(await paymentNow(payment)).toMatchObject({ refunded: 2_200, fee: 94 });
  expect(await feesOf(order)).toHaveLength(1);
  expect(await auditOrder(order.id)).toEqual([]);
});
