import { expect, test } from "vitest";
import { feesFor, feesGivenBack, feeTotals } from "./fees";

test.each([
  [[800, 60], { fee: 860, supplyAmount: 782, vat: 78 }],
  [[-2_250], { fee: -2_250, supplyAmount: -2_045, vat: -205 }],
  [[859_950], { fee: 859_950, supplyAmount: 781_773, vat: 78_177 }],
  [[0], { fee: 0, supplyAmount: 0, vat: 0 }],
])("fees of %j have the supply value and the VAT that Toss's rows have", (fees, expected) => {
  expect(feeTotals(fees.map((fee) => ({ type: "BASE", fee })))).toEqual(expected);
});

test("a card's fee is the one that was observed", () => {
  expect(feesFor("CARD", 99_800)).toEqual([{ type: "BASE", fee: 2_250 }]);
});

test("refunds in any number of parts give back what was taken, for every part of it", () => {
  for (const method of ["CARD", "EASY_PAY", "VIRTUAL_ACCOUNT", "MOBILE_PHONE"] as const) {
    for (const total of [1_000, 15_001, 99_999]) {
      const taken = feesFor(method, total);
      const back = taken.map(() => 0);
      for (let before = total; before > 0; before -= Math.min(before, 777)) {
        const after = before - Math.min(before, 777);
        for (const [index, { fee }] of feesGivenBack(method, taken, { before, after, total }).entries()) {
          expect(fee).toBeLessThanOrEqual(0);
          back[index] = (back[index] ?? 0) + fee;
        }
      }
      expect(back).toEqual(taken.map(({ fee }) => -fee));
    }
  }
});

test("a transfer's fee is not given back", () => {
  const taken = feesFor("TRANSFER", 10_000);
  expect(taken).toEqual([{ type: "BASE", fee: 198 }]);
  const refund = { before: 10_000, after: 0, total: 10_000 };
  expect(feesGivenBack("TRANSFER", taken, refund)).toEqual([{ type: "BASE", fee: 0 }]);
});
