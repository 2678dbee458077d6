import { and, count, eq, inArray, sql } from "drizzle-orm";
import { postedRows } from "./month-sums";
import { feeCauses, keptInBooks } from "./reconciliation";
import { type AcceptedDifference, acceptedDifferences, settlementRows, transfers } from "./schema";
import type { Reader, Tx } from "./store";

/** Which of these differences staff have accepted, by their keys. */
export async function acceptedAmong(
  db: Reader,
  live: boolean,
  keys: string[],
): Promise<Map<string, AcceptedDifference>> {
  if (keys.length === 0) return new Map();
  const rows = await db
    .select()
    .from(acceptedDifferences)
    .where(and(eq(acceptedDifferences.live, live), inArray(acceptedDifferences.key, keys)));
  return new Map(rows.map((row) => [row.key, row]));
}

/** How many differences staff have accepted. */
export const acceptedCount = async (db: Reader, live: boolean): Promise<number> =>
  (await db.select({ n: count() }).from(acceptedDifferences).where(eq(acceptedDifferences.live, live)))[0]
    ?.n ?? 0;

/** Accepts a difference; false if it was accepted before. */
export const insertAccepted = async (tx: Tx, row: AcceptedDifference): Promise<boolean> =>
  (await tx.insert(acceptedDifferences).values(row).onConflictDoNothing().returning()).length > 0;

/**
 * What a gateway kept of a payment, by the books and by its settlement, in minor units of this currency, which is the one
 * of its payouts.
 */
export async function feesOfPayment(tx: Tx, paymentId: string, currency: string) {
  const [[books], [settled]] = await Promise.all([
    tx
      .select({ sum: sql`coalesce(sum(${keptInBooks}), 0)`.mapWith(Number) })
      .from(transfers)
      .where(
        and(
          eq(transfers.paymentId, paymentId),
          eq(transfers.currency, currency),
          inArray(transfers.cause, [...feeCauses]),
        ),
      ),
    tx
      .select({
        sum: sql`coalesce(sum(${settlementRows.fee} + ${settlementRows.vat}), 0)`.mapWith(Number),
      })
      .from(settlementRows)
      .where(
        and(postedRows(), eq(settlementRows.paymentId, paymentId), eq(settlementRows.currency, currency)),
      ),
  ]);
  return { booked: books?.sum ?? 0, listed: settled?.sum ?? 0 };
}
