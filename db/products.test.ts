import { expect, test } from "vitest";
import { aProduct } from "@/testing/makers";
import { productsBySku, putBackStock, takeStock } from "./products";
import { db, transaction } from "./store";

const stockOf = async (skus: string[]) => {
  const rows = await productsBySku(db, skus);
  return skus.map((sku) => rows.find((row) => row.sku === sku)?.stock);
};

test("rule 2: carts with the same products in opposite order never deadlock", async () => {
  const skus = (await Promise.all(Array.from({ length: 6 }, () => aProduct({ stock: 100 })))).map(
    ({ sku }) => sku,
  );
  const lines = skus.map((sku) => ({ sku, quantity: 1 }));
  let runs = 0;
  await Promise.all(
    Array.from({ length: 40 }, (_, n) =>
      transaction(async (tx) => {
        runs += 1;
        expect(await takeStock(tx, n % 2 ? lines : lines.toReversed())).toBe(true);
      }),
    ),
  );
  // A unit that the database rolled back to resolve a deadlock would have run again.
  expect(runs).toBe(40);
  expect(await stockOf(skus)).toEqual(skus.map(() => 60));
});

test("all of a cart is taken, or nothing", async () => {
  const [some, few] = [await aProduct({ stock: 5 }), await aProduct({ stock: 1 })];
  const cart = [some, few].map(({ sku }) => ({ sku, quantity: 2 }));
  expect(await transaction((tx) => takeStock(tx, cart))).toBe(false);
  expect(await stockOf([some.sku, few.sku])).toEqual([5, 1]);
});

test("returned stock is available again", async () => {
  const { sku } = await aProduct({ stock: 5 });
  await transaction((tx) => takeStock(tx, [{ sku, quantity: 5 }]));
  expect(await transaction((tx) => takeStock(tx, [{ sku, quantity: 1 }]))).toBe(false);
  await transaction((tx) => putBackStock(tx, [{ sku, quantity: 5 }]));
  expect(await stockOf([sku])).toEqual([5]);
});
