import { expect, test } from "vitest";
import { RedirectUrl } from "./redirect";

test.each([
  ["https://shop.example", "https://shop.example/"],
  ["http://localhost:3000\\@evil.example/", "http://localhost:3000/@evil.example/"],
  ["HTTPS://SHOP.example/a/../b", "https://shop.example/b"],
  ["https://shop.example:443/ok?a=가", "https://shop.example/ok?a=%EA%B0%80"],
  ["https://shop.example/done/{CHECKOUT_SESSION_ID}", "https://shop.example/done/{CHECKOUT_SESSION_ID}"],
  ["https://shop.example/done?s={CHECKOUT_SESSION_ID}", "https://shop.example/done?s={CHECKOUT_SESSION_ID}"],
])("%s is stored as browsers read it", (given, kept) => {
  expect(RedirectUrl.parse(given)).toBe(kept);
});

test.each([
  "http://user:pw@localhost:3000/",
  "http://user@localhost:3000/",
  "http://:pw@localhost:3000/",
  "http://localhost:3000@evil.example/",
  "javascript:alert(1)",
  "//evil.example/",
])("%s is refused", (given) => {
  expect(RedirectUrl.safeParse(given).success).toBe(false);
});
