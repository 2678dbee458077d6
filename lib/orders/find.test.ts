import { describe, expect, test } from "vitest";
import { now } from "@/lib/clock";
import { anOrder, aWish } from "@/testing/makers";
import { createOrder } from "./create";
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
    ["001 82 10 1234 5678"],
    ["82-10-1234-5678"],
    ["10 1234 5678"],
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

test("the last six characters of a number are enough, with the contact", async () => {
  const order = await anOrder();
  const end = orderNumberIn(order.number.slice(-6).toLowerCase()) ?? "";
  expect((await findGuestOrder(end, "mina@example.com"))?.id).toBe(order.id);
  expect(await findGuestOrder(end, "junho@example.com")).toBeUndefined();
});

describe("a shopper abroad finds their order", () => {
  test.each([
    ["020 7946 0958", "GB", "+44 20 7946 0958"],
    ["+442079460958", "GB", "020 7946 0958"],
    ["00442079460958", "GB", "001 44 20 7946 0958"],
    ["8613800138000", "CN", "138 0013 8000"],
    ["004915123456789", "DE", "+49 151 23456789"],
    ["07700900123", "GB", "+44 (0)7700 900123"],
  ])("ordered with %j in %s, by %j", async (phone, country, typed) => {
    const { order } = await createOrder(await abroad({ phone, country }), undefined, undefined, now());
    expect((await findGuestOrder(order.number, contactIn(typed) ?? ""))?.id).toBe(order.id);
  });

  test.each([
    ["user@xn--hq1bm8jm9l.xn--3e0b707e", "user@도메인.한국"],
    ["name.@docomo.ne.jp", "ｎａｍｅ．＠docomo.ne.jp"],
    ["a&b@example.com", " A&B@Example.com"],
  ])("ordered with %j, by %j", async (email, typed) => {
    const { order } = await createOrder(await abroad({ email }), undefined, undefined, now());
    expect((await findGuestOrder(order.number, contactIn(typed) ?? ""))?.id).toBe(order.id);
  });

  async function abroad({ phone = "+14155550100", email = "ana@example.com", country = "US" }) {
    const wish = await aWish();
    const address = { country, line1: "1 Main St" };
    return {
      ...wish,
      currency: "USD" as const,
      customer: { name: "Ana", email, phone },
      shipping_address: address,
    };
  }
});

describe("nobody finds", () => {
  test.each([["junho@example.com"], ["mina@example.co"], ["010-1234-5679"], ["nobody@example.com"]])(
    "Mina's order by %j",
    async (contact) => {
      const order = await anOrder();
      expect(await findGuestOrder(order.number, contact)).toBeUndefined();
    },
  );

  test.each([["nobody@example.com"], ["00000000000"], ["mina@example.com"]])(
    "an order that does not exist, by %j",
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
