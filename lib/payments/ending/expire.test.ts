import { describe, expect, test } from "vitest";
import { transfersOf } from "@/db/books";
import { productsBySku } from "@/db/products";
import { db } from "@/db/store";
import { turnOurClock } from "@/testing/clock";
import { atGateway, fault, takeMoney, turnClock, writesAsked } from "@/testing/gateway";
import {
  anAttempt,
  anAuthenticatedPayment,
  anOrder,
  aPaidPayment,
  aProduct,
  confirmWith,
  orderNow,
  paymentNow,
  storyOf,
} from "@/testing/makers";
import { answerOfConfirm } from "../../answers/payment";
import { hours, later, minutes, now, seconds } from "../../clock";
import { lookAndRecord } from "../engine/look";
import { reconcileOnce } from "../worker/reconcile";
import { cancel, expire } from "./expire";

describe("rule 16: an order ends only when no gateway can still charge for it", () => {
  test("an unpaid order ends after thirty minutes, not earlier, and reconcile does it", async () => {
    const order = await anOrder();
    turnOurClock(minutes(30) - 1);
    await reconcileOnce();
    expect((await orderNow(order)).status).toBe("open");
    turnOurClock(1);
    await reconcileOnce();
    expect((await orderNow(order)).status).toBe("expired");
    expect(await storyOf(order)).toEqual(["order_created", "order_expired"]);
  });

  test("an order that is being paid keeps its time past the gateway's window, and its stock", async () => {
    const { sku } = await aProduct({ stock: 1 });
    const { order, payment } = await anAttempt(await anOrder([{ sku, quantity: 1 }]));
    turnOurClock(minutes(49));
    await reconcileOnce();
    expect(await orderNow(order)).toMatchObject({ status: "open", stockTaken: true });
    turnOurClock(minutes(1));
    await reconcileOnce();
    expect(await orderNow(order)).toMatchObject({ status: "expired", stockTaken: false });
    expect((await paymentNow(payment)).status).toBe("expired");
    expect(await stockOf(sku)).toBe(1);
  });

  test("while the gateway's answer is unknown it never expires, whatever the clock says", async () => {
    const { sku } = await aProduct({ stock: 1 });
    const { order, payment, paymentKey } = await anAuthenticatedPayment(
      await anOrder([{ sku, quantity: 1 }]),
    );
    await fault("away");
    await confirmWith(payment, paymentKey);
    turnOurClock(hours(48));
    await reconcileOnce();
    expect(await expire(order.id, now())).toBeUndefined();
    expect(await orderNow(order)).toMatchObject({ status: "open", stockTaken: true });
    expect(await stockOf(sku)).toBe(0);
  });

  test("an order past its time cannot be prepared again, and says why", async () => {
    const order = await anOrder();
    turnOurClock(minutes(30));
    await expect(anAttempt(order)).rejects.toMatchObject({ code: "order_expired" });
  });

  test("a shopper who returns too late finds an expired order and is not charged", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    turnOurClock(minutes(50));
    await reconcileOnce();
    const after = await confirmWith(payment, paymentKey);
    await expect(answerOfConfirm(after)).rejects.toMatchObject({ code: "order_expired" });
    expect(await writesAsked(payment.gatewayOrderId)).toEqual([]);
    expect((await orderNow(order)).status).toBe("expired");
  });

  test("past its time but not yet expired, an order can still be confirmed", async () => {
    const { payment, paymentKey } = await anAuthenticatedPayment();
    turnOurClock(hours(2));
    expect(await confirmWith(payment, paymentKey)).toMatchObject({ status: "paid" });
  });
});

describe("an order that was paid or ended", () => {
  test("does not expire", async () => {
    const { order } = await aPaidPayment();
    expect(await expire(order.id, later(now(), hours(24)))).toBeUndefined();
    expect((await orderNow(order)).status).toBe("paid");
  });

  test("cannot be canceled when it is paid, and a second cancel changes nothing", async () => {
    const paid = await aPaidPayment();
    await expect(cancel(paid.order.id, now())).rejects.toMatchObject({ code: "order_already_paid" });
    const open = await anOrder();
    await cancel(open.id, now());
    await cancel(open.id, now());
    expect(await storyOf(open)).toEqual(["order_created", "order_canceled"]);
  });

  test("cannot be canceled while it is being paid", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    await fault("away");
    await confirmWith(payment, paymentKey);
    await expect(cancel(order.id, now())).rejects.toMatchObject({ code: "payment_in_progress" });
  });
});

describe("rule 17: a charge for an order that ended", () => {
  test("expired with stock left: it is honored, and the stock is taken again", async () => {
    const { sku } = await aProduct({ stock: 1 });
    const late = await aLatePayment(sku, "expired");
    expect(await stockOf(sku)).toBe(1);
    await lookAndRecord(late.payment.id);
    expect(await orderNow(late.order)).toMatchObject({ status: "paid", winnerPaymentId: late.payment.id });
    expect(await stockOf(sku)).toBe(0);
    expect(await paymentNow(late.payment)).toMatchObject({ credited: "sales", refundPending: 0 });
  });

  test("expired and sold out: it is refunded automatically", async () => {
    const { sku } = await aProduct({ stock: 1 });
    const late = await aLatePayment(sku, "expired");
    await aPaidPayment(await anOrder([{ sku, quantity: 1 }]));
    await lookAndRecord(late.payment.id);
    expect(await refundOf(late)).toEqual({
      order: "expired",
      refunded: 29_000,
      left: 0,
      because: "sold_out",
    });
    expect(await stockOf(sku)).toBe(0);
    await expect(answerOfConfirm(await paymentNow(late.payment))).rejects.toMatchObject({
      code: "out_of_stock",
    });
  });

  test("canceled: it is refunded automatically, even with stock left", async () => {
    const { sku } = await aProduct({ stock: 1 });
    const late = await aLatePayment(sku, "canceled");
    await lookAndRecord(late.payment.id);
    expect(await refundOf(late)).toEqual({
      order: "canceled",
      refunded: 29_000,
      left: 0,
      because: "order_canceled",
    });
    expect(await stockOf(sku)).toBe(1);
    await expect(answerOfConfirm(await paymentNow(late.payment))).rejects.toMatchObject({
      code: "order_canceled",
    });
  });

  test("rule 22: such money was never a sale, and always belonged to the shopper", async () => {
    const { sku } = await aProduct({ stock: 1 });
    const late = await aLatePayment(sku, "canceled");
    await lookAndRecord(late.payment.id);
    await reconcileOnce();
    expect((await transfersOf(db, late.order.id)).map((row) => [row.debit, row.credit])).toEqual([
      ["receivable", "shopper"],
      ["shopper", "receivable"],
    ]);
  });
});

/** An order that ended, and for which the gateway takes money after all. */
async function aLatePayment(sku: string, ended: "expired" | "canceled") {
  const { order, payment, paymentKey } = await anAuthenticatedPayment(await anOrder([{ sku, quantity: 1 }]));
  if (ended === "canceled") await cancel(order.id, now());
  else {
    turnOurClock(minutes(50));
    await reconcileOnce();
  }
  await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: payment.amount });
  expect((await orderNow(order)).status).toBe(ended);
  return { order, payment };
}

async function refundOf({ order, payment }: Awaited<ReturnType<typeof aLatePayment>>) {
  await turnClock(seconds(2));
  await reconcileOnce();
  const at = await atGateway(payment.gatewayOrderId);
  return {
    order: (await orderNow(order)).status,
    refunded: (await paymentNow(payment)).refunded,
    left: at.balanceAmount,
    because: at.cancels?.[0]?.cancelReason.split(" ")[0],
  };
}

const stockOf = async (sku: string) => (await productsBySku(db, [sku]))[0]?.stock;
