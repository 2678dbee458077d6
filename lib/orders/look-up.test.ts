import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { watchCallers } from "../http/caller";
import { forgiveLookUp, limitLookUp } from "../orders/limits";

watchCallers();
const from = (caller: string) => new Headers({ "x-twotrack-caller": caller });
const refused = { code: "too_many_requests" };

test("a stranger who guesses an order's shopper is blocked, and the shopper is not", async () => {
  const number = `ORD-${randomUUID()}`;
  for (let n = 0; n < 10; n += 1) await limitLookUp(number, from("198.51.100.1"));
  await expect(limitLookUp(number, from("198.51.100.1"))).rejects.toMatchObject(refused);
  await limitLookUp(number, from("203.0.113.9"));
});

test("a stranger with many addresses has a hundred guesses for one order", async () => {
  const number = `ORD-${randomUUID()}`;
  for (let n = 0; n < 100; n += 1) await limitLookUp(number, from(`198.51.101.${n}`));
  await expect(limitLookUp(number, from("198.51.102.1"))).rejects.toMatchObject(refused);
});

test("a stranger has one budget for an order, however its number is typed", async () => {
  const end = randomUUID().slice(-6);
  const typed = [end, end.toUpperCase(), `-${end}`, `1-${end}`, `ORD-20261129-${end.toUpperCase()}`];
  for (let n = 0; n < 10; n += 1) await limitLookUp(typed[n % typed.length] ?? "", from("198.51.104.1"));
  for (const number of typed)
    await expect(limitLookUp(number, from("198.51.104.1"))).rejects.toMatchObject(refused);
});

test("finding the order resets the tries", async () => {
  const number = `ORD-${randomUUID()}`;
  for (let n = 0; n < 9; n += 1) await limitLookUp(number, from("198.51.103.1"));
  await forgiveLookUp(number, from("198.51.103.1"));
  for (let n = 0; n < 10; n += 1) await limitLookUp(number, from("198.51.103.1"));
});
