import { describe, expect, test } from "vitest";
import { transfersOf } from "@/db/books";
import { findKey } from "@/db/idempotency";
import { mailsOf } from "@/db/mails";
import { itemsOf } from "@/db/orders";
import { productsBySku } from "@/db/products";
import { orders, products } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { turnOurClock } from "@/testing/clock";
import { fault } from "@/testing/gateway";
import {
  anAttempt,
  anAuthenticatedPayment,
  anOrder,
  aPaidPayment,
  aProduct,
  aWish,
  confirmWith,
  orderNow,
  paymentNow,
  storyOf,
} from "@/testing/makers";
import { auditOrder } from "../books/invariants";
import { minutes, now } from "../clock";
import { createOrder as contract } from "../contracts/orders";
import { hashBody } from "../http/idempotency";
import { presentStatus } from "../payments/view/present";
import { seoulDay } from "../seoul";
import { createOrder, type OrderWish } from "./create";

const cartId = (wish: OrderWish, key = "cart-1") => ({
  caller: "shopper",
  operation: "/orders",
  key,
  bodyHash: hashBody(wish),
});

const lettersOf = async ({ id }: { id: string }) => (await mailsOf(db, id)).map(({ kind }) => kind);

const allOrders = () => db.select().from(orders);

describe("an order", () => {
  test("has the catalog's prices, is open for thirty minutes, and takes no stock", async () => {
    const { sku } = await aProduct({ stock: 3 });
    const wish = await aWish([{ sku, quantity: 2 }]);
    const { order, items } = await createOrder(wish, undefined, undefined, now());
    expect(order).toMatchObject({
      status: "open",
      amount: 58_000,
      currency: "KRW",
      name: "쿨 티셔츠",
      live: false,
      stockTaken: false,
      askingPaymentId: null,
      winnerPaymentId: null,
      customerEmail: "mina@example.com",
    });
    expect(order.expiresAt.getTime()).toBe(now().getTime() + minutes(30));
    expect(items).toEqual([{ sku, quantity: 2, name: "쿨 티셔츠", unitPrice: 29_000, taxClass: "taxable" }]);
    expect(await itemsOf(db, order.id)).toMatchObject([{ sku, quantity: 2, unitPrice: 29_000 }]);
    expect((await productsBySku(db, [sku]))[0]?.stock).toBe(3);
  });

  test("has a number with the day in Seoul, which cannot be guessed", async () => {
    const [first, second] = [await anOrder(), await anOrder()];
    const shape = new RegExp(`^ORD-${seoulDay(now())}-[0-9A-HJKMNP-TV-Z]{6}$`);
    expect(first.number).toMatch(shape);
    expect(second.number).toMatch(shape);
    expect(first.number).not.toBe(second.number);
  });

  test("keeps the price it was made with, whatever the shop changes later", async () => {
    const product = await aProduct();
    const order = await anOrder([{ sku: product.sku, quantity: 1 }]);
    await transaction((tx) => tx.update(products).set({ priceKrw: 1 }));
    const { payment } = await anAttempt(order);
    expect(payment.amount).toBe(29_000);
  });

  test("of an unknown product is not made", async () => {
    const wish = { ...(await aWish()), items: [{ sku: "NO-SUCH", quantity: 1 }] };
    await expect(createOrder(wish, cartId(wish), undefined, now())).rejects.toMatchObject({
      code: "product_not_found",
    });
    expect(await allOrders()).toEqual([]);
    expect(await findKey(db, cartId(wish))).toBeUndefined();
  });

  test("has a name that fits the gateway, however long its products' names are", async () => {
    const long = "한정판 ".repeat(60);
    const skus = [await aProduct({ nameKo: long }), await aProduct()].map(({ sku }) => ({
      sku,
      quantity: 1,
    }));
    const order = await anOrder(skus);
    expect(order.name.length).toBeLessThanOrEqual(100);
    expect(order.name).toMatch(/^한정판 .*… 외 1건$/);
  });

  test("needs a postal code that says how far it is sent", async () => {
    const far = { ...(await aWish()), shipping_address: { postcode: "63-000", line1: "문연로 6" } };
    const issues = contract.input.safeParse(far).error?.issues ?? [];
    expect(JSON.stringify(issues)).toContain("Must be a Korean postal code of five digits");
  });

  test("drops empty address lines, which forms send", async () => {
    const address = { postcode: "04524", line1: "세종대로 110", line2: "", note: "" };
    const wish = { ...(await aWish()), shipping_address: address };
    const { order } = await createOrder(wish, undefined, undefined, now());
    expect(order.shippingAddress).toEqual({ country: "KR", postcode: "04524", line1: "세종대로 110" });
  });
});

describe("an order that costs nothing", () => {
  const free = async (stock = 3) => (await aProduct({ priceKrw: 0, priceUsd: 0, stock })).sku;

  test.each(["KRW", "USD"] as const)("is placed without a payment in %s, once", async (currency) => {
    const sku = await free();
    const wish = { ...(await aWish([{ sku, quantity: 2 }])), currency };
    const made = await Promise.all(
      Array.from({ length: 5 }, () => createOrder(wish, cartId(wish), undefined, now())),
    );
    const [order] = made.map((one) => one.order);
    if (!order) throw new Error("An order was made.");
    expect(new Set(made.map((one) => one.order.id)).size).toBe(1);
    expect(order).toMatchObject({ status: "paid", amount: 0, stockTaken: true, paidAt: now() });
    expect((await productsBySku(db, [sku]))[0]?.stock).toBe(1);
    expect(await storyOf(order)).toEqual(["order_created", "order_free"]);
    expect(await transfersOf(db, order.id)).toEqual([]);
    expect(await auditOrder(order.id)).toEqual([]);
    expect(presentStatus(order, [])).toMatchObject({ order: { status: "paid" }, next: { action: "none" } });
    expect(await lettersOf(order)).toEqual(["paid"]);
  });

  test("takes the stock there is and no more", async () => {
    const sku = await free(1);
    const wish = await aWish([{ sku, quantity: 2 }]);
    const refused = createOrder(wish, cartId(wish), undefined, now());
    await expect(refused).rejects.toMatchObject({ code: "out_of_stock" });
    expect(await allOrders()).toEqual([]);
    expect((await productsBySku(db, [sku]))[0]?.stock).toBe(1);
    expect(await findKey(db, cartId(wish))).toBeUndefined();
  });
});

describe("rule 19: one cart is one order", () => {
  test("the same cart in twenty tabs at once is one order", async () => {
    const wish = await aWish();
    const made = await Promise.all(
      Array.from({ length: 20 }, () => createOrder(wish, cartId(wish), undefined, now())),
    );
    expect(new Set(made.map(({ order }) => order.id)).size).toBe(1);
    expect(made.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await allOrders()).toHaveLength(1);
  });

  test("rule 24: the cart again, a day later, is the order in its current state, with its products", async () => {
    const wish = await aWish();
    const { order, items } = await createOrder(wish, cartId(wish), undefined, now());
    const paid = await aPaidPayment(order);
    turnOurClock(minutes(24 * 60));
    const again = await createOrder(wish, cartId(wish), undefined, now());
    expect(again).toMatchObject({ replayed: true, order: { id: paid.order.id, status: "paid" } });
    expect(again.items).toMatchObject(items);
  });

  test("rule 24: the same key with another cart is refused, and nothing is made", async () => {
    const wish = await aWish();
    await createOrder(wish, cartId(wish), undefined, now());
    const other = { ...wish, items: wish.items.map((item) => ({ ...item, quantity: 2 })) };
    await expect(createOrder(other, cartId(other), undefined, now())).rejects.toMatchObject({
      code: "idempotency_key_reused",
    });
    expect(await allOrders()).toHaveLength(1);
  });

  test("rule 24: the key is stored if and only if the order is", async () => {
    const wish = await aWish();
    const { order } = await createOrder(wish, cartId(wish), undefined, now());
    expect(await findKey(db, cartId(wish))).toMatchObject({ madeId: order.id });
  });

  test("a changed cart cancels its earlier order, and releases its stock", async () => {
    const { sku } = await aProduct({ stock: 1 });
    const before = await anAttempt(await anOrder([{ sku, quantity: 1 }]));
    const wish = await aWish();
    const { order } = await createOrder(wish, cartId(wish, "cart-2"), before.order, now());
    expect(await orderNow(before.order)).toMatchObject({ status: "canceled", stockTaken: false });
    expect((await paymentNow(before.payment)).status).toBe("canceled");
    expect((await productsBySku(db, [sku]))[0]?.stock).toBe(1);
    expect((await orderNow(order)).status).toBe("open");
  });

  test("but not while that order is being paid: then nothing happens at all", async () => {
    const busy = await anAuthenticatedPayment();
    await fault("away");
    await confirmWith(busy.payment, busy.paymentKey);
    const wish = await aWish();
    await expect(createOrder(wish, cartId(wish, "cart-2"), busy.order, now())).rejects.toMatchObject({
      code: "payment_in_progress",
    });
    expect(await allOrders()).toHaveLength(1);
    expect(await findKey(db, cartId(wish, "cart-2"))).toBeUndefined();
    expect((await orderNow(busy.order)).status).toBe("open");
  });

  test("nor when it is paid", async () => {
    const { order } = await aPaidPayment();
    const wish = await aWish();
    await expect(createOrder(wish, undefined, order, now())).rejects.toMatchObject({
      code: "order_already_paid",
    });
    expect((await orderNow(order)).status).toBe("paid");
  });

  test("an order that has already ended is simply followed by the new one", async () => {
    const before = await anOrder();
    await createOrder(await aWish(), undefined, before, now());
    const { order } = await createOrder(await aWish(), undefined, before, now());
    expect((await orderNow(order)).status).toBe("open");
    expect((await storyOf(before)).filter((kind) => kind === "order_canceled")).toHaveLength(1);
  });
});
