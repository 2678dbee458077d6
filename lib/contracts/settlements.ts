/**
 * What a row of a gateway's settlement is about. reversal: a bank took a deposit back. The last three belong
 * to no payment. fee: for the account, such as a monthly fee. payout_failed: a payout that the bank did not take is back.
 */
export const settlementKinds = [
  "capture",
  "refund",
  "refund_failed",
  "reversal",
  "dispute",
  "dispute_won",
  "fee",
  "payout_failed",
  "other",
] as const;

export type SettlementKind = (typeof settlementKinds)[number];

/** A gateway lists a row by the day of the sale, and again by the day it is paid out to the shop's bank account. */
export const settlementParts = ["sold", "paid_out"] as const;

export type SettlementPart = (typeof settlementParts)[number];

/** Where a payout is. Only Stripe reports payouts; Toss reports the day each row is paid out. */
export const payoutStates = ["pending", "in_transit", "paid", "failed", "canceled"] as const;

export type PayoutState = (typeof payoutStates)[number];
