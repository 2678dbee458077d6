import type { Movement } from "../kit/sums";
import { feeTotals } from "./fees";
import type { Settlement } from "./settlement";

/** What a row of settlements adds to the sums of its day; null while it has none. */
export function movementOf(row: Settlement, dateType: "soldDate" | "paidOutDate"): Movement | null {
  const date = row[dateType];
  const { fee, vat } = feeTotals(row.fees);
  return date === null ? null : { date, currency: row.currency, gross: row.amount, fees: fee, vat };
}
