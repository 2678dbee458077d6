import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { anOrder } from "@/testing/makers";
import { type Clock, useClock } from "../clock";
import { findOwnOrder, ownOrderIds, rememberOrder, rememberReturn } from "../orders/access";
import { rememberSearch } from "../orders/search";
import { env } from "../settings/env";
import { browserOf, nameBrowser } from "./browser";

const { appUrl } = env();
beforeEach(() => {
  env().appUrl = "https://shop.example";
});
afterEach(() => {
  env().appUrl = appUrl;
  useClock();
});

/** The clock of this file. */
const clock: Clock = {
  now: () => new Date(),
  elapsed: () => performance.now(),
  sleep: async () => {},
  random: (size) => randomBytes(size),
};

const pairOf = (setCookie: string) => setCookie.split(";")[0] ?? "";
const withCookie = (cookie: string) => new Headers({ cookie });

describe("with https", () => {
  test("every cookie is bound to this host: the prefix, Secure, all paths and no domain", async () => {
    const order = await anOrder();
    const search = rememberSearch({ number: "x", contact: "y", outcome: { is: "not_found" } });
    const made = [await rememberOrder(order, null), await rememberReturn(order), nameBrowser(), search];
    for (const cookie of made) {
      expect(cookie).toMatch(/^__Host-twotrack_\w+=/);
      expect(cookie.split("; ")).toEqual(
        expect.arrayContaining(["Path=/", "Secure", "HttpOnly", "SameSite=Lax"]),
      );
      expect(cookie).not.toMatch(/domain/i);
    }
  });

  test("an earlier cookie opens its order, and the next cookie takes over its orders", async () => {
    env().appUrl = appUrl;
    const [first, second] = [await anOrder(), await anOrder()];
    const before = pairOf(await rememberOrder(first, null));
    env().appUrl = "https://shop.example";
    expect(await findOwnOrder(first.number, withCookie(before))).toMatchObject({ access: "owner" });
    const after = withCookie(pairOf(await rememberOrder(second, before)));
    expect((await ownOrderIds(after)).toSorted()).toEqual([first.id, second.id].toSorted());
  });

  test("a cookie that another host of the domain set beside it is not read", async () => {
    const [own, foreign] = [await anOrder(), await anOrder()];
    const mine = pairOf(await rememberOrder(own, null));
    const put = pairOf(await rememberOrder(foreign, null)).replace("__Host-", "");
    expect(await ownOrderIds(withCookie(`${put}; ${mine}`))).toEqual([own.id]);
  });

  test("after half a year cookies without the prefix open nothing any more", async () => {
    const order = await anOrder();
    const before = pairOf(await rememberOrder(order, null)).replace("__Host-", "");
    expect(await ownOrderIds(withCookie(before))).toEqual([order.id]);
    useClock({ ...clock, now: () => new Date("2027-06-01T00:00:01Z") });
    expect(await ownOrderIds(withCookie(before))).toEqual([]);
  });

  test("a caller without pages names itself as before", () => {
    const name = "a".repeat(22);
    expect(browserOf(withCookie(`twotrack_browser=${name}`))).toBeDefined();
    expect(browserOf(withCookie(`__Host-twotrack_browser=${name}`))).toBe(
      browserOf(withCookie(`twotrack_browser=${name}`)),
    );
  });
});

test("with http, on a developer's machine, names have no prefix, which browsers would refuse there", async () => {
  env().appUrl = "http://localhost:3000";
  expect(await rememberOrder(await anOrder(), null)).toMatch(/^twotrack_orders=(?!.*Secure)/);
});
