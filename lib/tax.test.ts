import fc from "fast-check";
import { expect, test } from "vitest";
import { splitTax, taxFreeRange, taxFreeShare } from "./tax";

const won = fc.integer({ min: 0, max: 1_000_000_000 });
/** An amount, and the tax-free part of it. */
const mixed = fc
  .tuple(won, won)
  .map(([one, other]) => ({ amount: Math.max(one, other), taxFree: Math.min(one, other) }));

test.each([
  // Source: Toss core API, examples of `suppliedAmount` and `vat`; a receipt of a mixed basket in its forum.
  [
    { amount: 15_000, taxFree: 0 },
    { supply: 13_636, vat: 1_364, taxFree: 0 },
  ],
  [
    { amount: 9_026, taxFree: 0 },
    { supply: 8_205, vat: 821, taxFree: 0 },
  ],
  [
    { amount: 163_020, taxFree: 0 },
    { supply: 148_200, vat: 14_820, taxFree: 0 },
  ],
  [
    { amount: 10_000, taxFree: 3_000 },
    { supply: 6_364, vat: 636, taxFree: 3_000 },
  ],
  [
    { amount: 11_000, taxFree: 10_000 },
    { supply: 909, vat: 91, taxFree: 10_000 },
  ],
  [
    { amount: 12_000, taxFree: 12_000 },
    { supply: 0, vat: 0, taxFree: 12_000 },
  ],
  [
    { amount: 0, taxFree: 0 },
    { supply: 0, vat: 0, taxFree: 0 },
  ],
])("%j is split into %j", (whole, split) => expect(splitTax(whole)).toEqual(split));

test("the parts add up, and the tax is the eleventh that whole numbers round to", () =>
  fc.assert(
    fc.property(mixed, (whole) => {
      const { supply, vat, taxFree } = splitTax(whole);
      expect(supply + vat + taxFree).toBe(whole.amount);
      const taxable = BigInt(whole.amount - whole.taxFree);
      expect(BigInt(vat)).toBe((2n * taxable + 11n) / 22n);
      expect(Math.min(supply, vat, taxFree)).toBeGreaterThanOrEqual(0);
    }),
  ));

test("however a payment is refunded, no refund takes more of either part than is left, and nothing stays", () =>
  fc.assert(
    fc.property(mixed, fc.array(won, { maxLength: 8 }), (whole, wishes) => {
      const left = { ...whole };
      const refund = (amount: number) => {
        const share = taxFreeShare(amount, left);
        const { least, most } = taxFreeRange(amount, left);
        expect(share).toBeGreaterThanOrEqual(least);
        expect(share).toBeLessThanOrEqual(most);
        left.amount -= amount;
        left.taxFree -= share;
      };
      for (const wish of wishes) refund(Math.min(wish, left.amount));
      refund(left.amount);
      expect(left).toEqual({ amount: 0, taxFree: 0 });
    }),
  ));
