import fc from "fast-check";
import { expect, test } from "vitest";
import { deliveryFee } from "./delivery-fee";

const rates = { fee: 3_000, freeFrom: 50_000, islandFee: 4_000 };

test.each([
  ["Seoul, below the free amount", 49_999, { postcode: "04524" }, 3_000],
  ["Seoul, from the free amount on", 50_000, { postcode: "04524" }, 0],
  ["Jeju pays for the ship", 10_000, { postcode: "63309" }, 7_000],
  ["also when delivery is free", 50_000, { postcode: "63309" }, 4_000],
  ["Ulleung", 50_000, { country: "KR", postcode: "40240" }, 4_000],
  ["beside Ulleung", 50_000, { country: "KR", postcode: "40241" }, 0],
  [
    "a ZIP code in the United States that looks like Jeju's",
    10_000,
    { country: "US", postcode: "63044" },
    3_000,
  ],
  ["no postcode yet", 10_000, {}, 3_000],
  ["nothing is sent", 10_000, undefined, 0],
])("%s", (_, goods, to, fee) => {
  expect(deliveryFee(rates, goods, "KRW", to)).toBe(fee);
});

test("without a free amount every order pays, and without a fee none does", () => {
  expect(deliveryFee({ ...rates, freeFrom: 0 }, 9_999_999, "KRW", { postcode: "04524" })).toBe(3_000);
  expect(deliveryFee({ fee: 0, freeFrom: 0, islandFee: 0 }, 1, "USD", { country: "US" })).toBe(0);
});

test("adding goods raises the total, except where delivery becomes free", () => {
  fc.assert(
    fc.property(fc.nat(200_000), fc.nat(200_000), fc.integer({ min: 10_000, max: 99_999 }), (a, b, code) => {
      const [less, more] = [Math.min(a, b), Math.max(a, b)];
      const to = { postcode: String(code) };
      const total = (goods: number) => goods + deliveryFee(rates, goods, "KRW", to);
      expect(total(more) - total(less)).toBeGreaterThanOrEqual(more - less - rates.fee);
    }),
  );
});
