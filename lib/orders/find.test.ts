import { describe, expect, test } from "vitest";
import { anOrder } from "@/testing/makers";
import { contactIn, findGuestOrder, orderNumberIn } from "./find";

describe("Mina finds her order", () => {
  test.each([
    ["mina@example.com"],
    ["  MINA@Example.com "],
    ["ｍｉｎａ@example.com"],
    ["01012345678"],
    ["010-1234-5678"],
    ["+82 10 1234 5678"],
    ["+82 (0)10-1234-5678"],
    ["0082 10 1234 5678"],
    ["０１０ １２３４ ５６７８"],
  ])("by %j", async (typed) => {
    const order = await anOrder();
    expect((await findGuestOrder(order.number, contactIn(typed) ?? ""))?.id).toBe(order.id);
  });

  test.each([
    ["ord-", (number: string) => number.toLowerCase()],
    ["spaces", (number: string) => ` ${number.slice(0, 5)} ${number.slice(5)} `],
  ])("by a number that was copied with %s", async (_how, copied) => {
    const order = await anOrder();
    expect(orderNumberIn(copied(order.number))).toBe(order.number);
  });
});

describe("nobody finds", () => {
  test.each([
    ["junho@example.com"],
    ["mina@example.co"],
    ["010-1234-5679"],
    ["1012345678"],
    ["nobody@example.com"],
  ])("Mina's order by %j", async (contact) => {
    const order = await anOrder();
    expect(await findGuestOrder(order.number, contact)).toBeUndefined();
  });

  test.each([["nobody@example.com"], ["00000000000"], ["mina@example.com"]])(
    "an order that is not there, by %j",
    async (contact) => {
      expect(await findGuestOrder("ORD-20261121-ZZZZZZ", contact)).toBeUndefined();
    },
  );

  test.each([[""], ["@"], ["mina"], ["010-1234"], ["mina @example.com"], ["9".repeat(16)]])(
    "anything by %j, which is neither an address nor a number",
    (typed) => {
      expect(contactIn(typed)).toBeUndefined();
    },
  );

  test.each([[""], ["ORD"], ["주문번호"], ["ORD-20261121-7K3M9Q'--"], ["x".repeat(61)]])(
    "anything by the number %j",
    (typed) => {
      expect(orderNumberIn(typed)).toBeUndefined();
    },
  );
});
