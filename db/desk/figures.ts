import {
  and,
  count,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  or,
  type SQL,
  type SQLWrapper,
  sql,
} from "drizzle-orm";
import { seoulDayOf, unindexed } from "../columns";
import { chainHeads, payments, soldDays, transfers } from "../schema";
import type { Reader, Tx } from "../store";

type Span = { from: Date; until: Date; live: boolean };

/** The days of a span, such as 2026-11-21, both included. */
type Days = { from: string; to: string };

export type SoldDay = Omit<typeof soldDays.$inferSelect, "live">;

const { amount, debit, credit, cause } = transfers;

const summed = (rows: SQL) => sql`coalesce(sum(CASE ${rows} ELSE 0 END), 0)`.mapWith(Number);

const sums = {
  live: transfers.live,
  day: seoulDayOf(transfers.at).as("day"),
  gateway: payments.gateway,
  method: payments.method,
  currency: transfers.currency,
  sales: summed(sql`WHEN ${credit} = 'sales' THEN ${amount} WHEN ${debit} = 'sales' THEN -${amount}`).as(
    "sales",
  ),
  refunds: summed(
    sql`WHEN ${debit} = 'refunds' THEN ${amount} WHEN ${credit} = 'refunds' THEN -${amount}`,
  ).as("refunds"),
  disputed: summed(
    sql`WHEN ${debit} = 'disputes' THEN ${amount} WHEN ${credit} = 'disputes' THEN -${amount}`,
  ).as("disputed"),
  sold: summed(sql`WHEN ${credit} = 'sales' THEN 1`).as("sold"),
  givenBack: summed(sql`WHEN ${debit} = 'refunds' AND ${cause} = 'refund' THEN 1`).as("given_back"),
};

/** The accounts that the figures are about. */
const counted = ["sales", "refunds", "disputes"] as const;

const sumsOf = (db: Reader, which: SQL | undefined) =>
  db
    .select(sums)
    .from(transfers)
    .innerJoin(payments, eq(payments.id, transfers.paymentId))
    .where(and(which, or(inArray(debit, counted), inArray(credit, counted))))
    .groupBy(transfers.live, seoulDayOf(transfers.at), payments.gateway, payments.method, transfers.currency);

/**
 * What the books say was sold and refunded, by day in Seoul, payment method and currency, in minor units. A reversed
 * deposit reduces sales, a returned refund reduces refunds, a won dispute reduces disputes, each on the day it
 * happened. A day may have two rows for the same method and currency: what was added up before, and what was posted since.
 */
export async function soldByDay(db: Reader, days: Days, { from, until, live }: Span): Promise<SoldDay[]> {
  // Before the rest, so that a transfer that is added up in between is still in it: in neither twice.
  const before = await db
    .select({ upTo: chainHeads.addedUp, day: soldDays })
    .from(chainHeads)
    .leftJoin(
      soldDays,
      and(eq(soldDays.live, live), gte(soldDays.day, days.from), lte(soldDays.day, days.to)),
    )
    .where(eq(chainHeads.name, "transfers"));
  const upTo = before[0]?.upTo ?? 0;
  const since = await sumsOf(
    db,
    and(
      ...((await isFew(db, upTo))
        ? [notAddedUp(transfers.seq, upTo), ...inSpan(unindexed(transfers.at), { from, until })]
        : [notAddedUp(unindexed(transfers.seq), upTo), ...inSpan(transfers.at, { from, until })]),
      eq(transfers.live, live),
    ),
  );
  return [...before.flatMap(({ day }) => day ?? []), ...since];
}

const notAddedUp = (seq: SQLWrapper, upTo: number) =>
  or(isNull(seq), gt(seq, sql.param(upTo, transfers.seq)));

const inSpan = (at: SQLWrapper, { from, until }: Pick<Span, "from" | "until">) => [
  gte(at, sql.param(from, transfers.at)),
  lt(at, sql.param(until, transfers.at)),
];

/** How many transfers that are not added up are few enough to read them all, whatever their day. */
const few = 1_000;

/**
 * Whether so few transfers are not added up. In a shop that was just upgraded, or whose transfers get no places, it may be
 * all of them: then those of the days that are asked for are read.
 */
async function isFew(db: Reader, upTo: number) {
  const some = db
    .select({ seq: transfers.seq })
    .from(transfers)
    .where(notAddedUp(transfers.seq, upTo))
    .limit(few + 1)
    .as("some");
  const [counted] = await db.select({ n: count() }).from(some);
  return (counted?.n ?? 0) <= few;
}

/** How far the transfers are added up, and the last place there is; undefined if none has a place. */
export const addedUpTo = async (db: Reader) =>
  (
    await db
      .select({ upTo: chainHeads.addedUp, last: chainHeads.seq })
      .from(chainHeads)
      .where(eq(chainHeads.name, "transfers"))
  )[0];

/** Adds the transfers from after one place up to another to their days; nothing if somebody else has. */
export async function addToDays(tx: Tx, after: number, upTo: number) {
  const [taken] = await tx
    .update(chainHeads)
    .set({ addedUp: upTo })
    .where(and(eq(chainHeads.name, "transfers"), eq(chainHeads.addedUp, after)))
    .returning({ upTo: chainHeads.addedUp });
  if (!taken) return;
  await tx
    .insert(soldDays)
    .select(sumsOf(tx, and(gt(transfers.seq, after), lte(transfers.seq, upTo))))
    .onConflictDoUpdate({
      target: [soldDays.live, soldDays.day, soldDays.gateway, soldDays.method, soldDays.currency],
      set: {
        sales: sql`${soldDays.sales} + excluded.sales`,
        refunds: sql`${soldDays.refunds} + excluded.refunds`,
        disputed: sql`${soldDays.disputed} + excluded.disputed`,
        sold: sql`${soldDays.sold} + excluded.sold`,
        givenBack: sql`${soldDays.givenBack} + excluded.given_back`,
      },
    });
}

/** Why attempts that began in this period failed, by payment method, and how many. */
export const failuresByReason = (db: Reader, { from, until, live }: Span) =>
  db
    .select({
      gateway: payments.gateway,
      method: payments.method,
      code: payments.failureCode,
      n: count(),
    })
    .from(payments)
    .where(
      and(
        isNotNull(payments.failureCode),
        gte(payments.createdAt, from),
        lt(payments.createdAt, until),
        eq(payments.live, live),
      ),
    )
    .groupBy(payments.gateway, payments.method, payments.failureCode);
