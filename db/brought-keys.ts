import { and, asc, eq, lte, type SQL } from "drizzle-orm";
import { type BroughtKey, broughtKeys, type Payment, payments } from "./schema";
import { asNumber, statement } from "./statement";
import type { Reader, Tx } from "./store";

/** Stores a payment key, unless it is stored already or its attempt has `most` of them. */
export async function keepKey(tx: Tx, row: BroughtKey, most: number): Promise<void> {
  const kept = await tx
    .select()
    .from(broughtKeys)
    .where(eq(broughtKeys.paymentId, row.paymentId))
    .limit(most);
  if (kept.length < most) await tx.insert(broughtKeys).values(row).onConflictDoNothing();
}

/** One gateway's keys that are due, oldest first. */
export const dueKeys = async (
  db: Reader,
  now: Date,
  limit: number,
  gateway: Payment["gateway"],
): Promise<BroughtKey[]> => (await due(db, now, limit, gateway)).map(({ key }) => key);

const due = statement((db: Reader, now: SQL<Date>, limit: SQL<number>, gateway: SQL<Payment["gateway"]>) =>
  db
    .select({ key: broughtKeys })
    .from(broughtKeys)
    .innerJoin(payments, eq(payments.id, broughtKeys.paymentId))
    .where(and(lte(broughtKeys.nextAt, now), eq(payments.gateway, gateway)))
    .orderBy(asc(broughtKeys.broughtAt))
    .limit(asNumber(limit)),
);

export const postponeKey = (tx: Tx, row: BroughtKey, nextAt: Date) =>
  tx.update(broughtKeys).set({ nextAt }).where(isRow(row));

/** Deletes a key; the result is empty if it was not stored. */
export const forgetKey = (tx: Tx, row: Pick<BroughtKey, "paymentId" | "paymentKey">) =>
  tx.delete(broughtKeys).where(isRow(row)).returning();

const isRow = ({ paymentId, paymentKey }: Pick<BroughtKey, "paymentId" | "paymentKey">) =>
  and(eq(broughtKeys.paymentId, paymentId), eq(broughtKeys.paymentKey, paymentKey));
