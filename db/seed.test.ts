import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { products } from "./schema";
import { seed } from "./seed";
import { firstShelf, laterShelf } from "./shelf";
import { db, transaction } from "./store";

beforeEach(() => transaction((tx) => tx.delete(products)));

const put = (goods: (typeof products.$inferInsert)[]) =>
  transaction((tx) => tx.insert(products).values(goods));
const shelfNow = async () =>
  Object.fromEntries((await db.select().from(products)).map((row) => [row.sku, row]));
const whole = [...firstShelf, ...laterShelf].map(({ sku }) => sku).toSorted();

test("a new shop gets all products, once", async () => {
  await seed();
  const first = await shelfNow();
  await seed();
  expect(Object.keys(first).toSorted()).toEqual(whole);
  expect(await shelfNow()).toEqual(first);
});

test("two instances that start together add the products once", async () => {
  await Promise.all([seed(), seed()]);
  expect(Object.keys(await shelfNow()).toSorted()).toEqual(whole);
});

test("an earlier demo gets the new products, and keeps its stock", async () => {
  await put(firstShelf);
  await transaction((tx) => tx.update(products).set({ stock: 7 }).where(eq(products.sku, "TEE-COOL")));
  await seed();
  const now = await shelfNow();
  expect(Object.keys(now).toSorted()).toEqual(whole);
  expect(now["TEE-COOL"]?.stock).toBe(7);
});

test("a shop with its own products or changed prices is left alone", async () => {
  const [tee, mug, bag] = firstShelf;
  const shelves = [
    [{ ...tee, priceKrw: 31_000 }, mug, bag],
    [tee, mug],
    [tee, mug, { ...bag, sku: "HAT", slug: "hat" }],
    [...firstShelf, { ...bag, sku: "HAT", slug: "hat" }],
  ];
  for (const shelf of shelves) {
    await transaction((tx) => tx.delete(products));
    await put(shelf);
    const before = await shelfNow();
    await seed();
    expect(await shelfNow()).toEqual(before);
  }
});
