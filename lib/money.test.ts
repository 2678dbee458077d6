import fc from "fast-check";
import { expect, test } from "vitest";
import { currencies, formatMoney, locales } from "./money";

test.each([
  [58_990, "KRW", "ko", "58,990원"],
  [58_990, "KRW", "en", "₩58,990"],
  [0, "KRW", "ko", "0원"],
  [4_500, "USD", "en", "$45.00"],
  [4_500, "USD", "ko", "US$45.00"],
  [5, "USD", "en", "$0.05"],
  [1_000_000_000, "KRW", "ko", "1,000,000,000원"],
] as const)("%i minor units of %s are, in %s, %s", (amount, currency, locale, text) => {
  expect(formatMoney({ amount, currency }, locale)).toBe(text);
});

test("won have no fraction and dollars always two digits, so that no amount looks like another", () => {
  const amount = fc.integer({ min: 0, max: 1_000_000_000 });
  fc.assert(
    fc.property(
      amount,
      fc.constantFrom(...currencies),
      fc.constantFrom(...locales),
      (minor, currency, locale) => {
        const digits = formatMoney({ amount: minor, currency }, locale).replace(/\D/g, "");
        expect(Number(digits)).toBe(minor);
      },
    ),
  );
});
