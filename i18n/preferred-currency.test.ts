import { describe, expect, test } from "vitest";
import { preferredCurrency } from "./preferred-currency";

describe("a shopper sees prices in", () => {
  test.each([
    ["a Korean reader sees won", ["KRW", "USD"], "ko", undefined, "KRW"],
    ["an English reader sees dollars", ["KRW", "USD"], "en", undefined, "USD"],
    ["an English reader who chose won sees won", ["KRW", "USD"], "en", "KRW", "KRW"],
    ["a Korean reader who chose dollars sees dollars", ["KRW", "USD"], "ko", "USD", "USD"],
    ["where no dollars are taken, everybody sees won", ["KRW"], "en", "USD", "KRW"],
    ["where dollars alone are taken, everybody sees dollars", ["USD"], "ko", "KRW", "USD"],
    ["a made-up choice counts for nothing", ["KRW", "USD"], "ko", "__proto__", "KRW"],
    ["a shop that takes nothing yet shows won", [], "en", undefined, "KRW"],
  ] as const)("%s", (_what, sold, locale, chosen, currency) => {
    expect(preferredCurrency(sold, locale, chosen)).toBe(currency);
  });
});
