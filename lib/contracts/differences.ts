/**
 * How a gateway's settlement differs from the books. missing_there: the books have it and no settlement does.
 * not_acquired: so too, because the shop has not had the card payment acquired yet.
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
  "not_acquired",
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

/** Those that another look at the payment may resolve, such as a refund made in the gateway's console. */
export const lookable: ReadonlySet<DifferenceName> = new Set([
  "missing_there",
  "not_acquired",
  "missing_here",
  "amount_differs",
  "fee_differs",
]);

/** Those that may be resolved by what the gateway lists once it has corrected itself. */
export const rereadable: ReadonlySet<DifferenceName> = new Set([
  "missing_there",
  "amount_differs",
  "net_differs",
  "late",
  "listed_twice",
  "withdrawn",
  "payout_differs",
]);

/**
 * Those that staff may accept after looking into them: either the books are right already, or, for `fee_differs`, the
 * settlement's fee is posted. A payment, refund or payout that is missing or has another amount cannot be accepted.
 */
const acceptable: ReadonlySet<DifferenceName> = new Set([
  "fee_differs",
  "fee_unusual",
  "listed_twice",
  "changed",
  "not_ours",
  "payout_failed",
  "deposit_short",
  "deposit_over",
  "deposit_twice",
  "deposit_unknown",
]);

/**
 * Whether staff may accept a difference. The gateway must be asked first about a fee that the books do not have at all, and
 * about that of a payment of which something else differs (`askFirst`): what it tells may have that fee.
 */
export const mayBeAccepted = ({
  name,
  expected,
  askFirst,
}: {
  name: DifferenceName;
  expected: number | null;
  askFirst?: boolean;
}) => acceptable.has(name) && !(name === "fee_differs" && (expected === 0 || askFirst));

/** Those that end by posting money; an acceptance alone does not end them. */
export const endsByPosting = (name: DifferenceName) => name === "fee_differs";

export type DifferenceName = (typeof differenceNames)[number];
