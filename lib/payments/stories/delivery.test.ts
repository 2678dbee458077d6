import { expect, onTestFinished, test } from "vitest";
import type { Order } from "@/db/schema";
import { aForm, deskAddress, sora } from "@/testing/desk-people";
import { anAttempt, aPaidPayment, aProduct, aWish, orderNow, paymentNow } from "@/testing/makers";
import { stripe } from "@/testing/stripe";
import { aPaidPage } from "@/testing/stripe-makers";
import { auditOrder } from "../../books/invariants";
import { now } from "../../clock";
import { refundByStaff } from "../../desk/acts/refund";
import { createOrder } from "../../orders/create";
import { presentOrder } from "../../orders/present";
import { env } from "../../settings/env";

function chargeForDelivery() {
  const settings = env();
  const before = settings.delivery;
  settings.delivery = {
    KRW: { fee: 3_000, freeFrom: 50_000, islandFee: 4_000 },
    USD: { fee: 900, freeFrom: 0, islandFee: 0 },
  };
  onTestFinished(() => {
    settings.delivery = before;
  });
}

type Wish = Parameters<typeof createOrder>[0];

async function anOrderTo(to: Wish["shipping_address"], differs: Partial<Wish> = {}): Promise<Order> {
  const wish = { ...(await aWish()), ...differs, shipping_address: to };
  return (await createOrder(wish, undefined, undefined, now())).order;
}

test("Mina on Jeju pays for her shirt and its delivery, and a whole refund returns both", async () => {
  chargeForDelivery();
  const order = await anOrderTo({ postcode: "63309", line1: "첨단로 242" });
  expect(order).toMatchObject({ amount: 36_000, shipping: 7_000 });
  const { payment } = await aPaidPayment(order);
  expect(payment.captured).toBe(36_000);
  expect(await auditOrder(order.id)).toEqual([]);
  const wish = { amount: undefined, expectedLeft: 36_000, reason: "Asked for" };
  await refundByStaff(sora, payment.id, { ...wish, keyed: aForm(sora, wish), address: deskAddress });
  expect(await paymentNow(payment)).toMatchObject({ refunded: 36_000 });
  expect(await auditOrder(order.id)).toEqual([]);
});

test("the shop's rates decide, whatever an order's address says, and an order that is not sent has no fee", async () => {
  chargeForDelivery();
  const { sku } = await aProduct({ priceKrw: 50_000 });
  const items = [{ sku, quantity: 1 }];
  const seoul = { postcode: "04524", line1: "세종대로 110" };
  expect(await anOrderTo(seoul)).toMatchObject({ amount: 32_000, shipping: 3_000 });
  expect(await anOrderTo(seoul, { items })).toMatchObject({ amount: 50_000, shipping: 0 });
  const unsent = await anOrderTo(undefined);
  expect(unsent).toMatchObject({ amount: 29_000, shipping: 0 });
  expect(await presentOrder(unsent, [])).toMatchObject({ amount: 29_000, shipping: 0 });
});

test("an order keeps the fee it was made with when the rates change", async () => {
  chargeForDelivery();
  const order = await anOrderTo({ postcode: "04524", line1: "세종대로 110" });
  env().delivery = {
    KRW: { fee: 9_000, freeFrom: 0, islandFee: 0 },
    USD: { fee: 0, freeFrom: 0, islandFee: 0 },
  };
  const { payment } = await anAttempt(order);
  expect(payment.amount).toBe(32_000);
  await aPaidPayment(await orderNow(order));
  expect(await auditOrder(order.id)).toEqual([]);
});

test("Stripe's page names the delivery beside the shirt, and both add up to what it charges", async () => {
  chargeForDelivery();
  const to = { country: "US", region: "CA", city: "San Francisco", postcode: "94107", line1: "1 Main St" };
  const { order, payment } = await aPaidPage(await anOrderTo(to, { currency: "USD", locale: "en" }));
  expect(order).toMatchObject({ amount: 3_100, shipping: 900 });
  expect(await stripe.sessions.list(payment.gatewayOrderId)).toMatchObject([{ amount_total: 3_100 }]);
  expect(await auditOrder(order.id)).toEqual([]);
});
