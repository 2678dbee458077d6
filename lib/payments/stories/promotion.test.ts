import { expect, test } from "vitest";
import { refundsOf } from "@/db/refunds";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { atGateway, toss, turnClock } from "@/testing/gateway";
import { aKey, anAttempt, anOrderFor, confirmWith, orderNow, paymentNow } from "@/testing/makers";
import type { Choice } from "@/testing/toss-emulator";
import { auditOrder } from "../../books/invariants";
import { betweenRefundsMs } from "../engine/reserve-refund";
import { refundOrder } from "../refunds/refund-by-number";
import { presentStatus } from "../view/present";

async function paidWith(choice: Choice) {
  const { order, payment } = await anAttempt(await anOrderFor(30_000));
  const opened = await toss.payments.open({ orderId: payment.gatewayOrderId, amount: 30_000, ...choice });
  await confirmWith(payment, opened.paymentKey);
  return { order: await orderNow(order), payment: await paymentNow(payment) };
}

const funding = async (order: Order, payment: Payment) => {
  const refunds = await refundsOf(db, payment.id);
  const [shown] = presentStatus(await orderNow(order), [await paymentNow(payment)], refunds).payments;
  expect(await auditOrder(order.id)).toEqual([]);
  return shown?.funding;
};

async function give({ order, payment }: { order: Order; payment: Payment }, amount?: number) {
  const wish = { amount, reason: "변심", keyed: aKey(), actor: "key:key_1", address: "203.0.113.7" };
  const { refund } = await refundOrder(order, await paymentNow(payment), wish);
  await turnClock(betweenRefundsMs);
  return refund;
}

test("a card company's instant discount: the shop gets all of it, and the first refund takes it back", async () => {
  const paid = await paidWith({ method: "CARD", instantDiscount: true });
  const { order, payment } = paid;
  expect(await atGateway(payment.gatewayOrderId)).toMatchObject({
    totalAmount: 30_000,
    discount: { amount: 3_000 },
  });
  expect(await funding(order, payment)).toEqual({ shopper: 27_000, promotion: 3_000, shop: 30_000 });
  await expect(give(paid, 2_999)).rejects.toMatchObject({ code: "partial_refund_not_possible" });
  expect(await give(paid, 10_000)).toMatchObject({ state: "done", promotion: 3_000 });
  expect(await funding(order, payment)).toEqual({ shopper: 20_000, promotion: 0, shop: 20_000 });
  expect(await give(paid)).toMatchObject({ state: "done", amount: 20_000, promotion: 0 });
  expect(await funding(order, payment)).toEqual({ shopper: 0, promotion: 0, shop: 0 });
});

test("a wallet's points: they go back last", async () => {
  const choice = { method: "EASY_PAY", provider: "TOSSPAY", source: "points", points: 4_000 } as const;
  const paid = await paidWith(choice);
  const { order, payment } = paid;
  expect(await funding(order, payment)).toEqual({ shopper: 26_000, promotion: 4_000, shop: 30_000 });
  expect(await give(paid, 20_000)).toMatchObject({ promotion: 0 });
  expect(await funding(order, payment)).toEqual({ shopper: 6_000, promotion: 4_000, shop: 10_000 });
  expect(await give(paid, 8_000)).toMatchObject({ promotion: 2_000 });
  expect(await funding(order, payment)).toEqual({ shopper: 0, promotion: 2_000, shop: 2_000 });
});

test("a payment without a promotion has no such figures", async () => {
  const { order, payment } = await paidWith({ method: "CARD" });
  expect(await funding(order, payment)).toBeNull();
});
