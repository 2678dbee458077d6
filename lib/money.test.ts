import fc from "fast-check";
import { expect, test } from "vitest";
import { currencies, digitsOf, formatMoney, isChargeable, locales, majorUnits, typedAmount } from "./money";

test.each([
  [58_990, "KRW", "ko", "58,990원"],
  [58_990, "KRW", "en", "₩58,990"],
  [0, "KRW", "ko", "0원"],
  [4_500, "USD", "en", "$45.00"],
  [4_500, "USD", "ko", "US$45.00"],
  [5, "USD", "en", "$0.05"],
  [1_000_000_000, "KRW", "ko", "1,000,000,000원"],
  // Currencies a gateway may report, but in which the shop does not sell.
  [1_500, "JPY", "en", "¥1,500"],
  [12_340, "KWD", "en", "KWD\u00a012.340"],
  [500, "ISK", "en", "ISK\u00a05.00"],
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

test("an amount is printed with all of its digits and no more, in every currency", () => {
  const codes = fc.constantFrom("KRW", "USD", "JPY", "KWD", "ISK", "UGX", "MGA", "CLP", "VND", "HUF", "TND");
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), codes, (minor, currency) => {
      const printed = formatMoney({ amount: minor, currency }, "en");
      expect(Number(printed.replace(/[^0-9]/g, ""))).toBe(minor);
      expect(printed.split(".")[1]?.length ?? 0).toBe(digitsOf(currency));
    }),
  );
});

test("an amount that a currency has no coins for cannot be charged", () => {
  expect(isChargeable({ amount: 1, currency: "KRW" })).toBe(true);
  expect(isChargeable({ amount: 501, currency: "ISK" })).toBe(false);
  expect(isChargeable({ amount: 500, currency: "ISK" })).toBe(true);
  expect(isChargeable({ amount: 12_345, currency: "KWD" })).toBe(false);
  expect(isChargeable({ amount: 12_340, currency: "KWD" })).toBe(true);
});

test("an amount typed as printed is the same amount, to the last digit", () => {
  const codes = fc.constantFrom("KRW", "USD", "JPY", "KWD");
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), codes, (amount, currency) => {
      expect(typedAmount(majorUnits({ amount, currency }), currency)).toBe(amount);
      expect(typedAmount(` ${majorUnits({ amount, currency })} `, currency)).toBe(amount);
    }),
  );
});

test.each([
  ["9,000", "KRW", 9_000],
  ["9,000원", "KRW", 9_000],
  ["₩9,000", "KRW", 9_000],
  ["$7.3", "USD", 730],
  ["45", "USD", 4_500],
  ["0.01", "USD", 1],
  ["9000.5", "KRW", undefined],
  ["7.333", "USD", undefined],
  ["7.", "USD", undefined],
  [".5", "USD", undefined],
  ["1.2.3", "USD", undefined],
  ["-5", "USD", undefined],
  ["1e3", "KRW", undefined],
  ["", "KRW", undefined],
  ["9".repeat(13), "KRW", undefined],
])("%j typed in %s means %s minor units", (text, currency, amount) => {
  expect(typedAmount(text, currency)).toBe(amount);
});
