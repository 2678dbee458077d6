/**
 * How a gateway's settlement differs from the books. missing_there: the books have it and no settlement does.
 * missing_here: a settlement has it and the books do not. amount_differs, fee_differs: both have it, with different
 * amounts or fees. fee_unusual: the fee is not the part of the sale that it is of nearly every other. net_differs: what is paid out is not the amount less the fee. late: it should have been paid out by
 * now. listed_twice, withdrawn, changed: the gateway lists a row twice, not any more, or differently. payout_differs: a
 * payout is not the sum of its rows. not_ours: rows that belong to no payment of this shop.
 *
 * payout_failed: the bank did not take a payout.
 *
 * At the bank: payout_not_in_bank: a statement covers its day and does not have it. deposit_short, deposit_over: less or
 * more arrived than was paid out. deposit_twice: the same deposit once more. deposit_unknown: a line that names a gateway
 * and is none of its payouts.
 */
export const differenceNames = [
  "missing_there",
  "missing_here",
  "amount_differs",
  "fee_differs",
  "fee_unusual",
  "net_differs",
  "late",
  "listed_twice",
  "withdrawn",
  "changed",
  "payout_differs",
  "not_ours",
  "payout_failed",
  "payout_not_in_bank",
  "deposit_short",
  "deposit_over",
  "deposit_twice",
  "deposit_unknown",
] as const;

export type DifferenceName = (typeof differenceNames)[number];
