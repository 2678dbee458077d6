import type { GatewayName } from "./contracts/gateways";
import { traitsOf } from "./gateways/all-traits";

// Korean value added tax: prices include it, at 10% of the supply value. Amounts are in won.

/** How an amount divides: the three parts add up to it. */
export type TaxSplit = {
  /** The supply value of taxable goods, without VAT. */
  supply: number;
  vat: number;
  /** What was paid for tax-free goods, which have no VAT. */
  taxFree: number;
};

/**
 * Splits `amount`, of which `taxFree` is for tax-free goods, as Toss does: the tax is an eleventh of the taxable part,
 * rounded to the nearest won. After a refund, pass what is left: the tax is computed anew from that. Source: Toss core
 * API, `vat`, `suppliedAmount` and `taxFreeAmount`.
 */
export function splitTax({ amount, taxFree }: { amount: number; taxFree: number }): TaxSplit {
  const vat = Math.round((amount - taxFree) / 11);
  return { supply: amount - taxFree - vat, vat, taxFree };
}

type Taxed = {
  gateway: GatewayName;
  currency: string;
  captured: number;
  refunded: number;
  taxFree: number;
  taxFreeRefunded: number;
};

/** The tax on what is left of a payment; undefined if nothing was captured or its gateway does not split taxes. */
export function taxOf(payment: Taxed): TaxSplit | undefined {
  const { gateway, currency, captured } = payment;
  if (captured === 0 || currency !== "KRW" || !traitsOf(gateway).splitsTax) return undefined;
  return splitTax(leftOf(payment));
}

/** What is left of a payment. More may have been refunded than was captured, which an operator looks at. */
export function leftOf({ captured, refunded, taxFree, taxFreeRefunded }: Taxed): Left {
  const amount = Math.max(0, captured - refunded);
  return { amount, taxFree: Math.min(amount, Math.max(0, taxFree - taxFreeRefunded)) };
}

/** What is left of a payment, and the tax-free part of that. */
export type Left = { amount: number; taxFree: number };

/** The smallest and the largest tax-free part that a refund of `amount` may have. */
export const taxFreeRange = (amount: number, left: Left) => ({
  least: Math.max(0, amount - (left.amount - left.taxFree)),
  most: Math.min(amount, left.taxFree),
});

/** The tax-free part of a refund of `amount`, if nobody chose one: in proportion to what is left, to the nearest won. */
export function taxFreeShare(amount: number, left: Left): number {
  if (left.taxFree === 0 || left.amount === 0) return 0;
  // The product may exceed what a number holds exactly.
  const twice = 2n * BigInt(amount) * BigInt(left.taxFree);
  const whole = BigInt(left.amount);
  return Number((twice + whole) / (2n * whole));
}
