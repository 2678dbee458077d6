import fc from "fast-check";
import { expect, test } from "vitest";
import { maxAmount } from "../money";
import { Problem } from "../problem";
import { priceCart } from "./price";

const taxClass = "taxable";
const shelf = [
  { sku: "TEE", nameKo: "쿨 티셔츠", nameEn: "Cool T-Shirt", priceKrw: 29_000, priceUsd: 2_200, taxClass },
  { sku: "MUG", nameKo: "새벽 머그", nameEn: "Dawn Mug", priceKrw: 18_000, priceUsd: 1_400, taxClass },
  { sku: "GOLD", nameKo: "금", nameEn: "Gold", priceKrw: 100_000_000, priceUsd: 1, taxClass },
  { sku: "BOOK", nameKo: "시집", nameEn: "Poems", priceKrw: 14_000, priceUsd: 1_100, taxClass: "tax_free" },
] satisfies Parameters<typeof priceCart>[1];

const free = { rates: { fee: 0, freeFrom: 0, islandFee: 0 }, to: undefined };

test("books are tax-free in won, and their delivery is not", () => {
  const cart = [
    { sku: "MUG", quantity: 1 },
    { sku: "BOOK", quantity: 3 },
  ];
  const byPost = { rates: { ...free.rates, fee: 3_000, freeFrom: 100_000 }, to: { postcode: "04524" } };
  expect(priceCart(cart, shelf, byPost, "KRW", "ko")).toMatchObject({ amount: 63_000, taxFree: 42_000 });
  expect(priceCart(cart, shelf, free, "USD", "en")).toMatchObject({ amount: 4_700, taxFree: 0 });
});

test("Mina's cart has the shop's prices, in the currency she chose", () => {
  const cart = [
    { sku: "TEE", quantity: 2 },
    { sku: "MUG", quantity: 1 },
  ];
  expect(priceCart(cart, shelf, free, "KRW", "ko")).toEqual({
    lines: [
      { sku: "TEE", quantity: 2, name: "쿨 티셔츠", unitPrice: 29_000, taxClass },
      { sku: "MUG", quantity: 1, name: "새벽 머그", unitPrice: 18_000, taxClass },
    ],
    shipping: 0,
    amount: 76_000,
    taxFree: 0,
    name: "쿨 티셔츠 외 1건",
  });
  expect(priceCart(cart, shelf, free, "USD", "en")).toMatchObject({
    amount: 5_800,
    name: "Cool T-Shirt and 1 more",
  });
});

test("one kind of product, however many, goes by its own name", () => {
  expect(priceCart([{ sku: "MUG", quantity: 7 }], shelf, free, "KRW", "ko").name).toBe("새벽 머그");
});

test("an unknown product is named by its position in the cart", () => {
  const cart = [
    { sku: "TEE", quantity: 1 },
    { sku: "HAT", quantity: 1 },
  ];
  expect(() => priceCart(cart, shelf, free, "KRW", "ko")).toThrow(
    expect.objectContaining({
      code: "product_not_found",
      details: { errors: [expect.objectContaining({ field: "items.1.sku" })] },
    }),
  );
});

test("delivery is a part of the total, which is limited with it", () => {
  const to = { postcode: "63309" };
  const rates = { fee: 3_000, freeFrom: 0, islandFee: 4_000 };
  expect(priceCart([{ sku: "MUG", quantity: 1 }], shelf, { rates, to }, "KRW", "ko")).toMatchObject({
    shipping: 7_000,
    amount: 25_000,
  });
  expect(() => priceCart([{ sku: "GOLD", quantity: 10 }], shelf, { rates, to }, "KRW", "ko")).toThrow(
    Problem,
  );
});

test("an order's total is limited to what sums keep exact", () => {
  expect(priceCart([{ sku: "GOLD", quantity: 10 }], shelf, free, "KRW", "ko").amount).toBe(maxAmount);
  expect(() => priceCart([{ sku: "GOLD", quantity: 11 }], shelf, free, "KRW", "ko")).toThrow(Problem);
});

test("an amount is the sum of its lines, an integer and never below zero", () => {
  const line = fc.record({ sku: fc.constantFrom("TEE", "MUG"), quantity: fc.integer({ min: 1, max: 99 }) });
  const cart = fc.uniqueArray(line, { selector: ({ sku }) => sku, minLength: 1 });
  fc.assert(
    fc.property(cart, fc.constantFrom("KRW" as const, "USD" as const), (wishes, currency) => {
      const { lines, amount } = priceCart(wishes, shelf, free, currency, "en");
      expect(amount).toBe(lines.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0));
      expect(Number.isSafeInteger(amount) && amount > 0).toBe(true);
    }),
  );
});
