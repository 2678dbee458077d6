import { and, asc, eq, gt, inArray, isNull, lte, or, type SQL } from "drizzle-orm";
import { type DailyLook, dailyLooks, disputes, orders, refunds, transfers } from "./schema";
import { first, statement } from "./statement";
import type { Reader, Tx } from "./store";

export type ListName = Pick<DailyLook, "gateway" | "keyPair" | "live">;

const named = ({ gateway, keyPair, live }: ListName) =>
  and(eq(dailyLooks.gateway, gateway), eq(dailyLooks.keyPair, keyPair), eq(dailyLooks.live, live));

export const dailyLookOf = (db: Reader, { gateway, keyPair, live }: ListName) =>
  lookNamed(db, gateway, keyPair, live);

const lookNamed = first(
  statement(
    (db: Reader, gateway: SQL<ListName["gateway"]>, keyPair: SQL<ListName["keyPair"]>, live: SQL<boolean>) =>
      db
        .select()
        .from(dailyLooks)
        .where(
          and(eq(dailyLooks.gateway, gateway), eq(dailyLooks.keyPair, keyPair), eq(dailyLooks.live, live)),
        ),
  ),
);

export const allDailyLooks = (db: Reader, live: boolean) =>
  db
    .select()
    .from(dailyLooks)
    .where(eq(dailyLooks.live, live))
    .orderBy(asc(dailyLooks.gateway), asc(dailyLooks.keyPair));

/** Starts a list at this day, unless it was started before. */
export const beginDailyLook = (tx: Tx, name: ListName, day: string, now: Date) =>
  tx
    .insert(dailyLooks)
    .values({ ...name, day, cursor: null, listed: 0, found: 0, notOurs: 0, tries: 0, nextAt: now })
    .onConflictDoNothing();

/**
 * Takes the lease on a list until `until`; undefined if it is not due or another instance holds it. A lease that ends
 * later than any given now came from a wrong clock and is ignored.
 */
export const leaseDailyLook = async (tx: Tx, name: ListName, now: Date, until: Date) =>
  (
    await tx
      .update(dailyLooks)
      .set({ leasedUntil: until })
      .where(
        and(
          named(name),
          lte(dailyLooks.nextAt, now),
          or(
            isNull(dailyLooks.leasedUntil),
            lte(dailyLooks.leasedUntil, now),
            gt(dailyLooks.leasedUntil, until),
          ),
        ),
      )
      .returning()
  )[0];

/** Stores how far a list was read, unless somebody else has read on in the meantime. */
export const writeDailyLook = async (tx: Tx, before: DailyLook, values: Partial<DailyLook>) =>
  (
    await tx
      .update(dailyLooks)
      .set(values)
      .where(
        and(
          named(before),
          eq(dailyLooks.day, before.day),
          before.cursor === null ? isNull(dailyLooks.cursor) : eq(dailyLooks.cursor, before.cursor),
        ),
      )
      .returning()
  )[0];

/** When the shop's first order was created; undefined before any. */
export const firstOrderAt = async (db: Reader) =>
  (await db.select({ at: orders.createdAt }).from(orders).orderBy(asc(orders.createdAt)).limit(1))[0]?.at;

/** Which of the gateway's transactions of these payments are in the books, as `<payment> <transaction>`. */
export async function transactionsInBooks(db: Reader, paymentIds: string[]): Promise<Set<string>> {
  if (paymentIds.length === 0) return new Set();
  const [posted, refunded, disputed] = await Promise.all([
    db
      .select({ paymentId: transfers.paymentId, transaction: transfers.transaction })
      .from(transfers)
      .where(inArray(transfers.paymentId, paymentIds)),
    db
      .select({ paymentId: refunds.paymentId, transaction: refunds.gatewayTransaction })
      .from(refunds)
      .where(inArray(refunds.paymentId, paymentIds)),
    db
      .select({ paymentId: disputes.paymentId, transaction: disputes.id })
      .from(disputes)
      .where(inArray(disputes.paymentId, paymentIds)),
  ]);
  return new Set(
    [...posted, ...refunded, ...disputed].map(({ paymentId, transaction }) => `${paymentId} ${transaction}`),
  );
}
