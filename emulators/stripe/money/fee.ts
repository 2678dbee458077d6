const PERMILLE = 29;
const FIXED = 30;

/** 2.9% plus 30 cents of the settled amount in cents, rounded half up. */
export function feeOn(settled: number): number {
  return Math.floor((settled * PERMILLE + 500) / 1000) + FIXED;
}

/** The chargeback fee in cents; it is not refunded. */
export const DISPUTE_FEE = 1_500;
