import { describe, expect, test } from "vitest";
import { productsBySku } from "@/db/products";
import type { Order } from "@/db/schema";
import { db } from "@/db/store";
import { turnOurClock } from "@/testing/clock";
import { fault, withPairs } from "@/testing/gateway";
import {
  aLessonOrder,
  anAttempt,
  anAuthenticatedPayment,
  anOrder,
  anOrderFor,
  aPaidPayment,
  aProduct,
  aReadyWish,
  aWish,
  confirmWith,
  orderNow,
  storyOf,
} from "@/testing/makers";
import { hours, minutes, now } from "../../clock";
import { paymentMethods } from "../../contracts/methods";
import { createOrder } from "../../orders/create";
import { cancel } from "../ending/expire";
import { presentReady } from "../view/present-opened";
import { type ReadyWish, readyToss } from "./ready";

const ready = (order: Order, differs: Partial<ReadyWish> = {}) =>
  readyToss(order, { ...aReadyWish(order), ...differs }, now());

const keyed = (order: Order, bodyHash = "a") => ({
  caller: order.id,
  operation: "/payments/toss/ready",
  key: "k-1",
  bodyHash,
});

describe("rule 18: ready takes the stock, once per order", () => {
  test("making an order takes none, preparing it does, and preparing it again takes no more", async () => {
    const { sku } = await aProduct({ stock: 5 });
    const order = await anOrder([{ sku, quantity: 2 }]);
    expect(await stockOf(sku)).toBe(5);
    await ready(order);
    await ready(order);
    await ready(order, { successUrl: "http://localhost:3000/elsewhere" });
    expect(await stockOf(sku)).toBe(3);
    expect(await orderNow(order)).toMatchObject({ stockTaken: true });
  });

  test("a cart with one product out of stock takes nothing", async () => {
    const [plenty, short] = [await aProduct({ stock: 9 }), await aProduct({ stock: 1 })];
    const order = await anOrder([
      { sku: plenty.sku, quantity: 2 },
      { sku: short.sku, quantity: 2 },
    ]);
    await expect(ready(order)).rejects.toMatchObject({ code: "out_of_stock" });
    expect([await stockOf(plenty.sku), await stockOf(short.sku)]).toEqual([9, 1]);
    expect(await storyOf(order)).toEqual(["order_created"]);
  });

  test("the same request gets the attempt that is still ready; another request gets another", async () => {
    const order = await anOrder();
    const first = await ready(order);
    expect((await ready(order)).payment.id).toBe(first.payment.id);
    const other = await ready(order, { failUrl: "http://localhost:3000/cart" });
    expect(other.payment).toMatchObject({
      attempt: 2,
      gatewayOrderId: expect.stringMatching(new RegExp(`^${order.number}-2-[a-z0-9]{32}$`)),
    });
    expect((await ready(order)).payment.id).toBe(first.payment.id);
  });

  test("a declined attempt is not handed out again", async () => {
    const first = await anAuthenticatedPayment(undefined, "insufficient_balance");
    await confirmWith(first.payment, first.paymentKey);
    expect((await ready(first.order)).payment.id).not.toBe(first.payment.id);
  });

  test("twenty tabs prepare one order at once: one attempt, stock taken once", async () => {
    const { sku } = await aProduct({ stock: 5 });
    const order = await anOrder([{ sku, quantity: 1 }]);
    const all = await Promise.all(Array.from({ length: 20 }, () => ready(order)));
    expect(new Set(all.map((one) => one.payment.id)).size).toBe(1);
    expect(await stockOf(sku)).toBe(4);
  });
});

describe("rule 16: ready extends the order's time", () => {
  test("to ten minutes past the gateway's window of forty", async () => {
    const { order } = await anAttempt();
    expect(order.expiresAt.getTime()).toBe(now().getTime() + minutes(50));
  });

  test("again with each ready, and never past three hours after the order was made", async () => {
    const order = await anOrder();
    for (const at of [0, 45, 90, 135, 175]) {
      const passed = now().getTime() - order.createdAt.getTime();
      turnOurClock(minutes(at) - passed);
      const { standing } = await ready(order);
      const after = minutes(at) + minutes(50);
      expect(standing.expiresAt.getTime()).toBe(order.createdAt.getTime() + Math.min(after, hours(3)));
    }
  });

  test("once past the day that another server gave it, so it does not end under an open window", async () => {
    const order = await aLessonOrder({ expires_in_minutes: 1_440 });
    turnOurClock(minutes(1_435));
    const opened = (await ready(order)).standing;
    expect(opened.expiresAt.getTime()).toBe(now().getTime() + minutes(50));
    turnOurClock(minutes(45));
    const again = (await ready(order)).standing;
    expect(again.expiresAt.getTime()).toBe(order.expiresAt.getTime() + minutes(50));
  });

  test("and never shortens it", async () => {
    const { order } = await anAttempt();
    const { standing } = await ready(order, { failUrl: "http://localhost:3000/cart" });
    expect(standing.expiresAt).toEqual(order.expiresAt);
  });
});

describe("rule 24: a key is stored with the attempt it made", () => {
  test("a repeat answers with that attempt in its current state, also when the order is paid", async () => {
    const order = await anOrder();
    const first = await ready(order, { keyed: keyed(order) });
    const paid = await aPaidPayment(order);
    expect(await ready(order, { keyed: keyed(order) })).toMatchObject({
      payment: { id: first.payment.id, status: "paid" },
      replayed: true,
    });
    expect(paid.payment.id).toBe(first.payment.id);
  });

  test("another body under the same key is refused, and nothing is made", async () => {
    const order = await anOrder();
    await ready(order, { keyed: keyed(order) });
    const other = { failUrl: "http://localhost:3000/cart", keyed: keyed(order, "b") };
    await expect(ready(order, other)).rejects.toMatchObject({ code: "idempotency_key_reused" });
    expect(await storyOf(order)).toEqual(["order_created", "payment_ready"]);
  });

  test("twenty repeats at once all answer with the one attempt", async () => {
    const order = await anOrder();
    const all = await Promise.all(Array.from({ length: 20 }, () => ready(order, { keyed: keyed(order) })));
    expect(new Set(all.map((one) => one.payment.id)).size).toBe(1);
    expect(all.filter((one) => !one.replayed)).toHaveLength(1);
  });

  test("a refusal stores no key: the same request succeeds once its cause is gone", async () => {
    const { sku } = await aProduct({ stock: 1 });
    const [mina, junho] = [await anOrder([{ sku, quantity: 1 }]), await anOrder([{ sku, quantity: 1 }])];
    await ready(mina);
    await expect(ready(junho, { keyed: keyed(junho) })).rejects.toMatchObject({ code: "out_of_stock" });
    await cancel(mina.id, now());
    expect(await ready(junho, { keyed: keyed(junho) })).toMatchObject({ replayed: false });
  });
});

describe("what cannot be prepared", () => {
  test("an amount that is not the order's", async () => {
    const order = await anOrder();
    await expect(ready(order, { amount: 100 })).rejects.toMatchObject({ code: "amount_mismatch" });
    expect(await orderNow(order)).toMatchObject({ version: order.version, stockTaken: false });
  });

  test("an order that is paid, canceled, or being paid", async () => {
    const paid = await aPaidPayment();
    await expect(ready(paid.order)).rejects.toMatchObject({ code: "order_already_paid" });
    const canceled = await anOrder();
    await cancel(canceled.id, now());
    await expect(ready(canceled)).rejects.toMatchObject({ code: "order_canceled" });
    const busy = await anAuthenticatedPayment();
    await fault("away");
    await confirmWith(busy.payment, busy.paymentKey);
    await expect(ready(busy.order)).rejects.toMatchObject({
      code: "payment_in_progress",
      details: { see: `/payments/status?order_number=${busy.order.number}` },
    });
  });

  test.each(paymentMethods)("%s, in a shop without its keys", async (method) => {
    const order = await anOrder();
    withPairs();
    await expect(ready(order, { method })).rejects.toMatchObject({ code: "not_configured" });
  });

  test.each([
    ["CARD", 99],
    ["EASY_PAY", 99],
    ["MOBILE", 99],
    ["TRANSFER", 199],
    ["VIRTUAL_ACCOUNT", 199],
    ["MOBILE", 1_000_001],
    ["TRANSFER", 10_000_001],
  ] as const)("%s for ₩%d, which it does not take", async (method, amount) => {
    const order = await anOrderFor(amount);
    await expect(ready(order, { method })).rejects.toMatchObject({
      code: "amount_out_of_range",
      details: { errors: [{ field: "method" }] },
    });
    expect(await orderNow(order)).toMatchObject({ version: order.version, stockTaken: false });
  });

  test.each([
    ["CARD", 100],
    ["TRANSFER", 200],
    ["TRANSFER", 10_000_000],
    ["VIRTUAL_ACCOUNT", 200],
    ["MOBILE", 1_000_000],
  ] as const)("but %s for ₩%d can", async (method, amount) => {
    expect(await ready(await anOrderFor(amount), { method })).toMatchObject({ payment: { method, amount } });
  });

  test("an order in dollars, which Toss does not take", async () => {
    const wish = { ...(await aWish()), currency: "USD" as const };
    const { order } = await createOrder(wish, undefined, undefined, now());
    await expect(ready(order)).rejects.toMatchObject({ code: "currency_not_supported" });
  });

  test.each(["successUrl", "failUrl"] as const)(
    "a shopper redirected to another site by %s",
    async (field) => {
      const order = await anOrder();
      for (const url of [
        "https://evil.example/",
        "http://localhost:3001/",
        "http://localhost.evil.example:3000/",
      ])
        await expect(ready(order, { [field]: url })).rejects.toMatchObject({ code: "redirect_not_allowed" });
      await ready(order, { [field]: "http://127.0.0.1:3000/success" });
    },
  );
});

const stockOf = async (sku: string) => (await productsBySku(db, [sku]))[0]?.stock;

test.each([
  ["01012345678", "mina@example.com", "01012345678", "mina@example.com"],
  ["+8201012345678", "name.@docomo.ne.jp", "01012345678", null],
  ["001821012345678", "user@xn--hq1bm8jm9l.xn--3e0b707e", "01012345678", null],
  ["004915123456789", `${"a".repeat(60)}@${"b".repeat(50)}.com`, null, null],
  ["0212345678", "a&b@example.com", null, null],
])(
  "Toss is given the number %s and the address %s as %s and %s",
  async (phone, email, toldPhone, toldEmail) => {
    const { order, payment } = await anAttempt(await anOrder());
    const odd = { ...order, customerPhone: phone, customerEmail: email, name: "긴 이름 👨‍👩‍👧 ".repeat(30) };
    const { toss } = presentReady(odd, payment);
    expect(toss).toMatchObject({ customer_phone: toldPhone, customer_email: toldEmail });
    expect(toss.order_name.length).toBeLessThanOrEqual(100);
  },
);
