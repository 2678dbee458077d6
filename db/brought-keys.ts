import { and, asc, desc, eq, lte, type SQL, sql } from "drizzle-orm";
import { type BroughtKey, broughtKeys, type Call, calls, type Payment, payments } from "./schema";
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

/** A payment's last confirm, and whether this payment key of it is stored. */
export async function beforeConfirm(
  db: Reader,
  paymentId: string,
  paymentKey: string,
): Promise<{ last: Call | undefined; isKept: boolean }> {
  const [row] = await lastConfirm(db, paymentId, paymentKey);
  return { last: row?.last ?? undefined, isKept: (row?.kept ?? 0) > 0 };
}

const lastConfirm = statement((db: Reader, paymentId: SQL<string>, paymentKey: SQL<string>) => {
  const isKey = and(eq(broughtKeys.paymentId, paymentId), eq(broughtKeys.paymentKey, paymentKey));
  return db
    .select({
      last: calls,
      kept: sql`(SELECT count(*) FROM ${broughtKeys} WHERE ${isKey})`.mapWith(Number),
    })
    .from(payments)
    .leftJoin(calls, and(eq(calls.paymentId, paymentId), eq(calls.kind, "confirm")))
    .where(eq(payments.id, paymentId))
    .orderBy(desc(calls.n))
    .limit(1);
});

export const postponeKey = (tx: Tx, row: BroughtKey, nextAt: Date) =>
  tx.update(broughtKeys).set({ nextAt }).where(isRow(row));

/** Deletes a key; the result is empty if it was not stored. */
export const forgetKey = (tx: Tx, row: Pick<BroughtKey, "paymentId" | "paymentKey">) =>
  tx.delete(broughtKeys).where(isRow(row)).returning();

const isRow = ({ paymentId, paymentKey }: Pick<BroughtKey, "paymentId" | "paymentKey">) =>
  and(eq(broughtKeys.paymentId, paymentId), eq(broughtKeys.paymentKey, paymentKey));
