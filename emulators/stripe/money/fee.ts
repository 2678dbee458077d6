import { feeFixedCents, feePermille } from "../rules";

/** 2.9% plus 30 cents of the settled amount in cents, rounded half up. */
export function feeOn(settled: number): number {
  return Math.floor((settled * feePermille + 500) / 1000) + feeFixedCents;
}
