import { expect, test } from "vitest";
import { restockOf, sumOfLines } from "./refund-lines";

const shirt = {
  sku: "TEE-COOL",
  name: "쿨 티셔츠",
  unitPrice: 29_000,
  quantity: 3,
  isTaxFree: false,
  out: 2,
};
const book = { sku: "BOOK", name: "시집", unitPrice: 12_000, quantity: 1, isTaxFree: true, out: 1 };
const lines = [shirt, book];
const all = { amount: 99_000, taxFree: 12_000 };

test.each([
  [{}, { amount: 0, taxFree: 0 }],
  [{ "TEE-COOL": 1 }, { amount: 29_000, taxFree: 0 }],
  [
    { "TEE-COOL": 2, BOOK: 1 },
    { amount: 70_000, taxFree: 12_000 },
  ],
])("chosen lines %j cost %j", (chosen, sum) => {
  expect(sumOfLines(lines, chosen, all)).toEqual(sum);
});

test("no more than what is left is refunded, after a discount or an earlier refund", () => {
  expect(sumOfLines(lines, { "TEE-COOL": 3, BOOK: 1 }, { amount: 50_000, taxFree: 5_000 })).toEqual({
    amount: 50_000,
    taxFree: 5_000,
  });
});

test("only what was not restocked before goes back in stock", () => {
  expect(restockOf(lines, { "TEE-COOL": 3 })).toEqual([{ sku: "TEE-COOL", quantity: 2 }]);
  expect(restockOf([{ ...book, out: 0 }], { BOOK: 1 })).toEqual([]);
});
