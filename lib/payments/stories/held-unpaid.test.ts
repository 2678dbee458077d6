import { expect, test } from "vitest";
import { productsBySku } from "@/db/products";
import { db } from "@/db/store";
import { anIssueWish, anOrder, aProduct, aReadyWish, authenticate, confirmWith } from "@/testing/makers";
import { now } from "../../clock";
import { watchCallers } from "../../http/caller";
import { openedFrom } from "../../limits/declines";
import { issueVirtualAccount } from "../toss/issue";
import { readyToss } from "../toss/ready";

watchCallers();
const from = (caller: string) => openedFrom(new Headers({ "x-twotrack-caller": caller }));
const tooMuch = { code: "too_many_unpaid_items", status: 409 };

/** Begins to pay for this many of a product from this address. */
async function begins(caller: string, sku: string, quantity: number) {
  const order = await anOrder([{ sku, quantity }]);
  return readyToss(order, { ...aReadyWish(order), openedFrom: await from(caller) }, now());
}

async function asksForAccount(caller: string, sku: string, quantity: number) {
  const order = await anOrder([{ sku, quantity }]);
  return issueVirtualAccount(order, { ...anIssueWish, openedFrom: await from(caller) }, now());
}

const left = async (sku: string) => (await productsBySku(db, [sku]))[0]?.stock;

test("one address can keep at most half of a product unpaid, in one order or several, by card or account", async () => {
  const { sku } = await aProduct({ stock: 60 });
  await expect(asksForAccount("203.0.113.1", sku, 60)).rejects.toMatchObject(tooMuch);
  expect(await left(sku)).toBe(60);
  await asksForAccount("203.0.113.1", sku, 20);
  await begins("203.0.113.1", sku, 10);
  await expect(begins("203.0.113.1", sku, 1)).rejects.toMatchObject(tooMuch);
  await expect(asksForAccount("203.0.113.1", sku, 1)).rejects.toMatchObject(tooMuch);
  expect(await left(sku)).toBe(30);
  await begins("203.0.113.2", sku, 10);
});

test("of a large stock, no more than fifty", async () => {
  const { sku } = await aProduct({ stock: 1_000 });
  await begins("203.0.113.3", sku, 50);
  await expect(begins("203.0.113.3", sku, 1)).rejects.toMatchObject(tooMuch);
});

test("of a small stock, five: anybody can buy the last two vases", async () => {
  const { sku } = await aProduct({ stock: 2 });
  await begins("203.0.113.4", sku, 2);
  expect(await left(sku)).toBe(0);
});

test("ten orders at once from one address keep no more than one after another", async () => {
  const { sku } = await aProduct({ stock: 40 });
  const asked = await Promise.allSettled(Array.from({ length: 10 }, () => begins("203.0.113.5", sku, 5)));
  expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(4);
  expect(await left(sku)).toBe(20);
});

test("what is paid no longer counts", async () => {
  const { sku } = await aProduct({ stock: 12 });
  const { payment } = await begins("203.0.113.6", sku, 6);
  await expect(begins("203.0.113.6", sku, 1)).rejects.toMatchObject(tooMuch);
  await confirmWith(payment, await authenticate(payment));
  await begins("203.0.113.6", sku, 3);
});

test("a /64 can keep what one address can, in one order or several", async () => {
  const { sku } = await aProduct({ stock: 20 });
  await expect(begins("2001:db8:8:1::/64", sku, 20)).rejects.toMatchObject(tooMuch);
  await expect(asksForAccount("2001:db8:8:1::/64", sku, 11)).rejects.toMatchObject(tooMuch);
  await begins("2001:db8:8:1::/64", sku, 6);
  await begins("2001:db8:8:1::/64", sku, 4);
  await expect(begins("2001:db8:8:1::/64", sku, 1)).rejects.toMatchObject(tooMuch);
  expect(await left(sku)).toBe(10);
});

test("a /56 can keep what two addresses can, and no more", async () => {
  const { sku } = await aProduct({ stock: 300 });
  for (let at = 1; at <= 2; at += 1) await begins(`2001:db8:6:10${at}::/64`, sku, 50);
  await expect(begins("2001:db8:6:103::/64", sku, 1)).rejects.toMatchObject(tooMuch);
  await begins("2001:db8:6:201::/64", sku, 50);
});

test("a /48 can keep what four addresses can, and no more", async () => {
  const { sku } = await aProduct({ stock: 60 });
  for (let at = 0; at < 4; at += 1) await begins(`2001:db8:7:${at}00::/64`, sku, 5);
  const { sku: third } = await aProduct({ stock: 300 });
  for (let at = 0; at < 4; at += 1) await begins(`2001:db8:9:${at}00::/64`, third, 50);
  await expect(begins("2001:db8:9:900::/64", third, 1)).rejects.toMatchObject(tooMuch);
});
