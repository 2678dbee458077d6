import type { Movement } from "../kit/sums";
import type { BalanceTransaction } from "./entities/balance-transaction";
import type { Payout } from "./entities/payout";

export const sumDates = ["created", "arrival_date"] as const;

/**
 * What a balance transaction adds to the sums of its day in UTC: the day it was created, or the day its payout arrives.
 * Null if it has no such day, or is a payout itself.
 */
export function movementOf(
  row: BalanceTransaction,
  payout: Payout | null,
  dateType: (typeof sumDates)[number],
): Movement | null {
  const instant = dateType === "created" ? row.createdAt : payout?.arrivalAt;
  if (row.type === "payout" || instant === undefined) return null;
  const date = new Date(instant).toISOString().slice(0, 10);
  return { date, currency: row.currency, gross: row.amount, fees: row.fee, vat: 0 };
}
