import { describe, expect, test } from "vitest";
import { env } from "@/lib/settings/env";
import { POST as chooseCurrency } from "./currency/route";
import { POST as chooseLanguage } from "./locale/route";

const shop = env().appUrl;
const own = new URL(shop).origin;

describe.each([
  ["/locale", chooseLanguage, "en", "locale"],
  ["/currency", chooseCurrency, "USD", "currency"],
] as const)("POST %s", (path, choose, wanted, cookie) => {
  const chosen = (headers: HeadersInit, to: string = wanted) =>
    choose(new Request(`${shop}${path}?to=${to}`, { method: "POST", headers }));

  test.each([
    [{ origin: own, referer: `${own}/products/cool-t-shirt?size=m` }, "/products/cool-t-shirt?size=m"],
    [{ origin: own }, "/"],
    // Old browsers send a form without its origin.
    [{ referer: `${own}/cart` }, "/cart"],
  ])("from a page of the shop's, %o, is remembered, and %s is shown again", async (headers, page) => {
    const response = await chosen(headers);
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe(page);
    expect(response.headers.getSetCookie()).toEqual([
      `${cookie}=${wanted}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax`,
    ]);
  });

  test.each([
    "https://evil.example",
    "https://evil.example/",
    "null",
    "",
    `${own}.evil.example`,
    `${own}@evil.example`,
    `${own}/`,
    own.toUpperCase(),
  ])("from the origin “%s” is refused, and nothing is remembered", async (origin) => {
    const response = await chosen({ origin, referer: `${own}/cart` });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: "origin_not_allowed" });
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(response.headers.get("location")).toBeNull();
  });

  test.each([
    ["https://evil.example/a", "/a"],
    ["https://evil.example//a", "/a"],
    [`${own}//evil.example/cart`, "/evil.example/cart"],
    [`${own}////evil.example`, "/evil.example"],
    [`${own}/\\evil.example`, "/evil.example"],
    [`${own}/%5C%5Cevil.example`, "/%5C%5Cevil.example"],
    [`${own}/%2F%2Fevil.example`, "/%2F%2Fevil.example"],
    [`${own}/a?to=//evil.example#b`, "/a?to=//evil.example"],
    ["javascript://evil.example/%0Aalert(1)", "/"],
    ["data:text/html,<script>alert(1)</script>", "/"],
    ["about:blank", "/"],
    ["/cart", "/"],
    ["//evil.example", "/"],
    ["no address", "/"],
    ["", "/"],
  ])("with the referer %s leads to %s of the shop's own", async (referer, page) => {
    const response = await chosen({ origin: own, referer });
    expect(response.headers.get("location")).toBe(page);
    expect(new URL(page, shop).origin).toBe(own);
  });

  test.each(["", "fr", "EN", "usd", "en%0Aset-cookie:x=1", "constructor"])(
    "to “%s”, which the shop does not have, remembers nothing",
    async (to) => {
      const response = await chosen({ origin: own }, to);
      expect([response.status, response.headers.getSetCookie()]).toEqual([303, []]);
    },
  );
});
