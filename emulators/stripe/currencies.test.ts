import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { openStripe, refusal } from "../testing/stripe-merchant";
import { currencyCodes, least, troubleWith, written } from "./money/currencies";
import { feeOn } from "./money/fee";

const shop = await openStripe();
afterAll(() => shop.close());

async function settled(amount: number, currency: string) {
  const intent = await shop.paid({
    amount,
    currency,
    capture_method: "automatic",
    expand: ["latest_charge.balance_transaction"],
  });
  return Reflect.get(Object(intent.latest_charge), "balance_transaction");
}

describe("the account is settled in dollars", () => {
  test.each([
    ["usd", 10_000, { amount: 10_000, fee: 320, net: 9_680, exchange_rate: null }],
    ["krw", 100_000, { amount: 6_850, fee: 229, net: 6_621, exchange_rate: 0.000685 }],
    ["jpy", 10_000, { amount: 6_450, fee: 217, net: 6_233, exchange_rate: 0.00645 }],
    ["eur", 10_000, { amount: 11_600, fee: 366, net: 11_234, exchange_rate: 1.16 }],
    ["isk", 100_000, { amount: 795, fee: 53, net: 742, exchange_rate: 0.00795 }],
    ["kwd", 10_000, { amount: 3_255, fee: 124, net: 3_131, exchange_rate: 3.255 }],
  ])("%s %i", async (currency, amount, row) => {
    expect(await settled(amount, currency)).toMatchObject({ ...row, currency: "usd" });
  });

  test("and the net amount is never negative", () => {
    fc.assert(
      fc.property(fc.integer({ min: 50, max: 99_999_999 }), (amount) => {
        expect(feeOn(amount)).toBeLessThanOrEqual(amount);
        expect(Math.abs(feeOn(amount) - 30 - amount * 0.029)).toBeLessThanOrEqual(0.5);
      }),
    );
  });
});

describe("an amount", () => {
  test.each([
    ["usd", 49, "amount_too_small", "Amount must be at least $0.50 usd"],
    ["krw", 729, "amount_too_small", "Amount must be at least ₩730 krw"],
    ["jpy", 49, "amount_too_small", "Amount must be at least ¥50 jpy"],
    ["gbp", 29, "amount_too_small", "Amount must be at least £0.30 gbp"],
    ["usd", 100_000_000, "amount_too_large", "Amount must be no more than $999,999.99"],
    ["isk", 1_050, undefined, /divisible/],
    ["ugx", 500_050, undefined, /divisible/],
    ["bhd", 5_001, undefined, /divisible/],
  ])("of %s %i is refused", async (currency, amount, code, message) => {
    const refused = await refusal(shop.sdk.paymentIntents.create({ currency, amount }));
    expect(refused).toMatchObject({ status: 400, code, param: "amount" });
    if (typeof message === "string") expect(refused.message).toBe(message);
    else expect(refused.message).toMatch(message);
  });

  test("must be at least the currency's minimum", () => {
    for (const currency of currencyCodes) {
      expect(troubleWith(least(currency), currency)).not.toBe("too_small");
      expect(troubleWith(least(currency) - 1, currency)).not.toBeNull();
    }
  });

  test.each([
    [3_000, "usd", "$30.00"],
    [15_000, "krw", "₩15,000"],
    [5_000, "bhd", "BHD 5.000"],
    [123_456_789, "isk", "ISK 1,234,567.89"],
  ])("%i %s is formatted as %s", (amount, currency, text) => {
    expect(written(amount, currency)).toBe(text);
  });
});
