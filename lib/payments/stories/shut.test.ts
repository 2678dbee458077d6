import { describe, expect, test } from "vitest";
import { productsBySku } from "@/db/products";
import { db } from "@/db/store";
import { aProduct, aWish, orderNow, paymentNow } from "@/testing/makers";
import { fault, looksAt, stripe, turnClock, writesAsked } from "@/testing/stripe";
import {
  aDollarOrder,
  anOpenIntent,
  anOpenPage,
  aPaidPage,
  charge,
  payOnPage,
} from "@/testing/stripe-makers";
import { auditOrder } from "../../books/invariants";
import { minutes, now, seconds } from "../../clock";
import { createOrder } from "../../orders/create";
import { cancel } from "../ending/expire";
import { verify } from "../stripe/verify";
import { reconcileOnce } from "../worker/reconcile";

describe("rule 16: an order ends only when its page is closed", () => {
  test("the cart changed: the page is closed first, then the order ends and its stock is released", async () => {
    const { sku } = await aProduct({ stock: 1 });
    const { order, payment } = await anOpenPage(await aDollarOrder([{ sku, quantity: 1 }]));
    const wish = { ...(await aWish()), currency: "USD" as const };
    await createOrder(wish, undefined, order, now());
    expect(await orderNow(order)).toMatchObject({ status: "open", stockTaken: true });
    await reconcileOnce();
    expect(await stripe.sessions.list(payment.gatewayOrderId)).toMatchObject([{ status: "expired" }]);
    await reconcileOnce();
    expect(await orderNow(order)).toMatchObject({ status: "expired", stockTaken: false });
    expect(await stockOf(sku)).toBe(1);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("its time is over and Stripe is away: it waits, and ends when the page is certainly closed", async () => {
    const { order, payment } = await anOpenPage();
    const away = await fault("away");
    await turnClock(minutes(48));
    await turnAround();
    expect(await orderNow(order)).toMatchObject({ status: "open", stockTaken: true });
    await away.mend();
    await turnAround();
    expect(await paymentNow(payment)).toMatchObject({ status: "expired" });
    expect(await orderNow(order)).toMatchObject({ status: "expired", stockTaken: false });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("its card form is open: the intent is canceled first, and charges nothing any more", async () => {
    const { order, payment, intentId } = await anOpenIntent();
    await turnClock(minutes(48));
    await turnAround();
    expect(await orderNow(order)).toMatchObject({ status: "expired" });
    expect(await paymentNow(payment)).toMatchObject({ status: "canceled" });
    expect(await stripe.intents.pay(intentId)).toMatchObject({ is: "declined" });
    await expect(charge(order)).rejects.toMatchObject({ code: "order_expired" });
  });

  test("Mina pays while the page is being closed: the order is paid, and no stock was released", async () => {
    const { sku } = await aProduct({ stock: 1 });
    const { order, payment } = await anOpenPage(await aDollarOrder([{ sku, quantity: 1 }]));
    await cancel(order.id, now());
    await payOnPage(payment);
    await turnAround();
    expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: payment.id });
    expect(await stockOf(sku)).toBe(0);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("Mina paid, never returned, and no webhook came: it is found when the time is over", async () => {
    const { order, payment } = await anOpenPage();
    await payOnPage(payment);
    await turnClock(minutes(48));
    await turnAround();
    expect(await orderNow(order)).toMatchObject({ status: "paid" });
    expect(await looksAt(payment.gatewayOrderId)).toBeGreaterThan(0);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("the page is closed and the answer is lost: a query finds it, and the request is not repeated forever", async () => {
    const { order, payment } = await anOpenPage();
    const lost = await fault("drop_after", { operation: "expire_session" });
    await cancel(order.id, now());
    await turnAround();
    await lost.mend();
    await turnAround();
    expect(await orderNow(order)).toMatchObject({ status: "expired" });
    const keys = (await writesAsked(payment.gatewayOrderId)).map(({ idempotencyKey }) => idempotencyKey);
    expect(new Set(keys)).toEqual(new Set([`${payment.id}:open:1`, `${payment.id}:close:1`]));
  });

  test("a paid order has nothing left to close, and is not closed a second time", async () => {
    const { order, payment } = await aPaidPage();
    await turnClock(minutes(60));
    await turnAround();
    expect((await writesAsked(payment.gatewayOrderId)).map(({ operation }) => operation)).toEqual([
      "create_session",
    ]);
    expect((await verify(payment)).order).toMatchObject({ id: order.id, status: "paid" });
  });
});

async function turnAround() {
  for (let turn = 0; turn < 3; turn += 1) {
    await turnClock(seconds(20));
    await reconcileOnce();
  }
}

const stockOf = async (sku: string) => (await productsBySku(db, [sku]))[0]?.stock ?? Number.NaN;
