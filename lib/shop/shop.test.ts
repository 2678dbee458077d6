import { beforeEach, describe, expect, test } from "vitest";
import { settings } from "@/db/schema";
import { writeSetting } from "@/db/settings";
import { transaction } from "@/db/store";
import "@/testing/books";
import { turnOurClock } from "@/testing/clock";
import { aProduct, aWish } from "@/testing/makers";
import { now, seconds } from "../clock";
import { createOrder } from "../orders/create";
import { forgetShop, shop, shopSetting } from "./shop";

const store = (value: string) => transaction((tx) => writeSetting(tx, shopSetting, value));
const storeFee = (fee_krw: number) => store(JSON.stringify({ version: 1, sheet: { fee_krw } }));
/** What a read fails with, as it does while the database is down. */
const unreadable = "{";
const fee = async () => (await shop()).delivery.KRW.fee;

beforeEach(async () => {
  await transaction((tx) => tx.delete(settings));
  forgetShop();
});

describe("while the settings cannot be read", () => {
  test("what was last known counts, even after somebody saved", async () => {
    await storeFee(2_500);
    expect(await fee()).toBe(2_500);
    await store(unreadable);
    forgetShop();
    expect(await fee()).toBe(2_500);
  });

  test("pages do not wait for another try each, and see the settings when they are back", async () => {
    await storeFee(2_500);
    expect(await fee()).toBe(2_500);
    turnOurClock(seconds(3));
    await store(unreadable);
    expect(await fee()).toBe(2_500);
    await storeFee(1_500);
    expect(await fee()).toBe(2_500);
    turnOurClock(seconds(3));
    expect(await fee()).toBe(1_500);
  });

  test("an instance that never read them makes no order at a guessed price", async () => {
    const { twotrackShop } = globalThis as typeof globalThis & { twotrackShop?: { stored: unknown } };
    Object.assign(twotrackShop ?? {}, { stored: undefined });
    const { sku } = await aProduct({ priceKrw: 10_000 });
    await store(unreadable);
    const to = { shipping_address: { postcode: "04524", line1: "세종대로 110" } };
    const wish = { ...(await aWish([{ sku, quantity: 1 }])), ...to };
    await expect(createOrder(wish, undefined, undefined, now())).rejects.toMatchObject({
      code: "overloaded",
    });
    await storeFee(2_500);
    turnOurClock(seconds(3));
    expect((await createOrder(wish, undefined, undefined, now())).order.shipping).toBe(2_500);
  });
});

test("a read that began before a change does not bring back what stood before", async () => {
  await storeFee(2_500);
  const early = shop();
  forgetShop();
  await early;
  await storeFee(1_500);
  expect(await fee()).toBe(1_500);
});
