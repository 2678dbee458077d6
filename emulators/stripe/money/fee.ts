const PERMILLE = 29;
const FIXED = 30;

/** 2.9% and 30 cents of what arrives in dollars, half up. */
export function feeOn(settled: number): number {
  return Math.floor((settled * PERMILLE + 500) / 1000) + FIXED;
}

/** What a chargeback costs, in cents; it is not given back. */
export const DISPUTE_FEE = 1_500;
