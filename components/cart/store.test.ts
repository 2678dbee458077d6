import { beforeEach, expect, test, vi } from "vitest";

type Store = typeof import("./store");
let shop: Store;

// No browser storage here: each story begins with an empty cart.
beforeEach(async () => {
  vi.resetModules();
  shop = await import("./store");
});

const ordered = (number: string) => shop.rememberOrder(shop.readCart(), { number, amount: 29_000 });

test("somebody who adds a shirt twice has two of it, and never more than the stock", () => {
  shop.addToCart("TEE", 1, 3);
  shop.addToCart("TEE", 1, 3);
  expect(shop.readCart().lines).toEqual([{ sku: "TEE", quantity: 2 }]);
  shop.addToCart("TEE", 5, 3);
  expect(shop.readCart().lines).toEqual([{ sku: "TEE", quantity: 3 }]);
});

test("a cart keeps its id until it changes, so that paying again is the same order", () => {
  shop.addToCart("TEE", 1, 9);
  const { id } = shop.readCart();
  ordered("ORD-1");
  expect(shop.readCart()).toMatchObject({ id, order: { number: "ORD-1" } });
  shop.setQuantity("TEE", 2);
  expect(shop.readCart().id).not.toBe(id);
});

test("a changed cart replaces its earlier order, even when it was emptied in between", () => {
  shop.addToCart("TEE", 1, 9);
  ordered("ORD-1");
  shop.setQuantity("TEE", 0);
  shop.addToCart("MUG", 1, 9);
  expect(shop.readCart()).toMatchObject({ lines: [{ sku: "MUG" }], replaces: { number: "ORD-1" } });
  expect(shop.readCart().order).toBeUndefined();
});

test("an order made while another tab changed the cart is replaced by the next one", () => {
  shop.addToCart("TEE", 1, 9);
  const ordering = shop.readCart();
  shop.setQuantity("TEE", 3);
  shop.rememberOrder(ordering, { number: "ORD-1", amount: 29_000 });
  expect(shop.readCart()).toMatchObject({ replaces: { number: "ORD-1" } });
  expect(shop.clearCart("ORD-1")).toBe(false);
  expect(shop.readCart().lines).toEqual([{ sku: "TEE", quantity: 2 }]);
});

test("a paid order empties its cart, also when the buyer's details were corrected meanwhile", () => {
  shop.addToCart("TEE", 1, 9);
  ordered("ORD-1");
  shop.renewCart();
  expect(shop.clearCart("ORD-1")).toBe(true);
  expect(shop.readCart().lines).toEqual([]);
});

test("bought products leave the cart; those added since stay, and replace nothing", () => {
  shop.addToCart("TEE", 1, 9);
  shop.addToCart("BAG", 3, 9);
  ordered("ORD-1");
  const { id } = shop.readCart();
  shop.addToCart("MUG", 1, 9);
  shop.addToCart("TEE", 1, 9);
  shop.setQuantity("BAG", 1);
  expect(shop.clearCart("ORD-1")).toBe(false);
  expect(shop.readCart()).toMatchObject({
    lines: [
      { sku: "TEE", quantity: 1 },
      { sku: "MUG", quantity: 1 },
    ],
  });
  expect(shop.readCart().replaces).toBeUndefined();
  expect(shop.readCart().id).not.toBe(id);
});

test("a cart that only became smaller since has nothing left to buy", () => {
  shop.addToCart("TEE", 2, 9);
  ordered("ORD-1");
  shop.setQuantity("TEE", 1);
  expect(shop.clearCart("ORD-1")).toBe(true);
  expect(shop.readCart().lines).toEqual([]);
});

test("somebody else's paid order does not touch the cart", () => {
  shop.addToCart("TEE", 1, 9);
  ordered("ORD-1");
  expect(shop.clearCart("ORD-2")).toBe(false);
  expect(shop.readCart()).toMatchObject({ lines: [{ sku: "TEE" }], order: { number: "ORD-1" } });
});

test("reserved stock is remembered while the earlier order still has it", () => {
  shop.addToCart("TEE", 1, 1);
  ordered("ORD-1");
  shop.noteStock(shop.readCart().id, true);
  shop.setQuantity("TEE", 2);
  expect(shop.readCart().holdsStock).toBe(true);
  shop.startCartAgain();
  expect(shop.readCart().holdsStock).toBeFalsy();
});

test.each([
  ["{", 0],
  ['{"id":"c1"}', 0],
  ['{"id":7,"lines":[{"sku":"TEE","quantity":1}]}', 0],
  ['{"id":"c1","lines":{"TEE":1}}', 0],
  [
    '{"id":"c1","lines":[{"sku":"TEE","quantity":1},null,{"sku":"MUG","quantity":-1},{"sku":"TEE","quantity":2}]}',
    3,
  ],
  ['{"id":"c1","lines":[{"sku":"TEE","quantity":1e12}],"order":"ORD-1","replaces":{"lines":[]}}', 99],
])("a cart from another release, %j, breaks nothing and names no order", async (text, count) => {
  vi.stubGlobal("localStorage", { getItem: () => text, setItem: () => {}, removeItem: () => {} });
  const cart = shop.readCart();
  expect(cart.lines.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(count);
  expect(new Set(cart.lines.map(({ sku }) => sku)).size).toBe(cart.lines.length);
  expect(shop.orderOf(cart)).toBeUndefined();
  vi.unstubAllGlobals();
});
