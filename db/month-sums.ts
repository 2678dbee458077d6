import { and, asc, eq, gte, inArray, isNotNull, isNull, lt, type SQL, sql } from "drizzle-orm";
import type { acquirers } from "@/lib/contracts/acquisition";
import type { PairName } from "@/lib/contracts/gateways";
import { seoulDate, seoulMidnight } from "@/lib/seoul";
import { calls, payments, payouts, settlementRows, standing } from "./schema";
import type { Reader } from "./store";

// What the gateways' settlements of a month come to, summed in the database.

/** Days such as 2026-11-01, and when they begin in Seoul; `until` is excluded. */
export type MonthSpan = { from: string; until: string; fromAt: Date; untilAt: Date; live: boolean };

const { paidOutAt, missingSince, copy, soldOn, paymentId, payoutOn } = settlementRows;

/** The first copies of rows that stand and belong to our payments: what is posted. */
export const postedRows = () => and(standing(), eq(copy, 1), isNotNull(paymentId));

/** A sum of the database as a number. */
export const whole = (value: SQL) => value.mapWith(Number);

/** Payouts that arrived in a month, each with the sum of its rows in minor units. */
export const payoutsOfMonth = (db: Reader, { from, until, live }: MonthSpan) =>
  db
    .select({
      gateway: payouts.gateway,
      id: payouts.id,
      amount: payouts.amount,
      currency: payouts.currency,
      state: payouts.state,
      arrivesOn: payouts.arrivesOn,
      seenAt: payouts.seenAt,
      rows: whole(sql`coalesce(sum(${settlementRows.net}), 0)`),
    })
    .from(payouts)
    .leftJoin(
      settlementRows,
      and(
        eq(settlementRows.payout, payouts.id),
        eq(settlementRows.gateway, payouts.gateway),
        eq(settlementRows.live, payouts.live),
        standing(),
        eq(copy, 1),
      ),
    )
    .where(and(eq(payouts.live, live), gte(payouts.arrivesOn, from), lt(payouts.arrivesOn, until)))
    .groupBy(
      payouts.gateway,
      payouts.live,
      payouts.id,
      payouts.amount,
      payouts.currency,
      payouts.state,
      payouts.arrivesOn,
      payouts.seenAt,
    )
    .orderBy(asc(payouts.arrivesOn), asc(payouts.id));

/** A month's rows summed by gateway, kind and currency, in minor units. */
export const settledByKind = (db: Reader, { from, until, live }: MonthSpan) =>
  db
    .select({
      gateway: settlementRows.gateway,
      kind: settlementRows.kind,
      currency: settlementRows.currency,
      rows: whole(sql`count(*)`),
      amount: whole(sql`sum(${settlementRows.amount})`),
      fee: whole(sql`sum(${settlementRows.fee})`),
      vat: whole(sql`sum(${settlementRows.vat})`),
      net: whole(sql`sum(${settlementRows.net})`),
    })
    .from(settlementRows)
    .where(
      and(
        eq(settlementRows.live, live),
        gte(soldOn, from),
        lt(soldOn, until),
        standing(),
        eq(copy, 1),
        isNull(missingSince),
      ),
    )
    .groupBy(settlementRows.gateway, settlementRows.kind, settlementRows.currency);

/** What arrives at the bank by day, gateway and currency, in minor units; paid out or still to come. */
export const paidOutByDay = (db: Reader, { from, until, live }: MonthSpan) =>
  db
    .select({
      day: sql<string>`${payoutOn}`,
      gateway: settlementRows.gateway,
      currency: settlementRows.currency,
      rows: whole(sql`count(*)`),
      amount: whole(sql`sum(${settlementRows.amount})`),
      kept: whole(sql`sum(${settlementRows.fee} + ${settlementRows.vat})`),
      net: whole(sql`sum(${settlementRows.net})`),
      /** How much of it was paid out. */
      paid: whole(
        sql`coalesce(sum(CASE WHEN ${paidOutAt} IS NOT NULL THEN ${settlementRows.net} ELSE 0 END), 0)`,
      ),
    })
    .from(settlementRows)
    .where(
      and(
        eq(settlementRows.live, live),
        gte(payoutOn, from),
        lt(payoutOn, until),
        standing(),
        eq(copy, 1),
        isNull(missingSince),
      ),
    )
    .groupBy(payoutOn, settlementRows.gateway, settlementRows.currency)
    .orderBy(asc(payoutOn), asc(settlementRows.gateway), asc(settlementRows.currency));

/** When the shop last had a payment acquired; null if it never did. Of a query on `payments`. */
export const acquiredAt =
  sql<Date | null>`(SELECT max(${calls.askedAt}) FROM ${calls} WHERE ${and(eq(calls.paymentId, sql`payments.id`), eq(calls.kind, "acquire"), eq(calls.state, "done"))})`.mapWith(
    calls.askedAt,
  );

/**
 * How many days after a payment it counted as sold, at most, by key pair, among what counts as sold from a day on. Pairs
 * without rows are left out. A weekly contract sells on Sundays.
 *
 * The days of what the shop had acquired begin when it requested that, however late it was. `acquirer`: a request in Toss's
 * console leaves no call, so with `manual` a card payment without one counts as no days.
 */
export async function longestCycles(
  db: Reader,
  live: boolean,
  from: string,
  acquirer: (typeof acquirers)[number],
): Promise<Partial<Record<PairName, number>>> {
  const byHand =
    acquirer === "manual"
      ? and(eq(payments.gateway, "toss"), inArray(payments.method, ["CARD", "EASY_PAY"]))
      : sql`false`;
  const began = sql`coalesce(${acquiredAt}, CASE WHEN ${byHand} THEN NULL ELSE ${settlementRows.approvedAt} END)`;
  const rows = await db
    .select({
      keyPair: settlementRows.keyPair,
      soldOn,
      first: sql<Date | null>`min(${began})`.mapWith(settlementRows.approvedAt),
    })
    .from(settlementRows)
    .leftJoin(payments, eq(payments.id, settlementRows.paymentId))
    .where(
      and(
        eq(settlementRows.live, live),
        gte(soldOn, from),
        eq(settlementRows.kind, "capture"),
        isNotNull(settlementRows.approvedAt),
        standing(),
      ),
    )
    .groupBy(settlementRows.keyPair, soldOn);
  const longest: Partial<Record<PairName, number>> = {};
  for (const { keyPair, soldOn: day, first } of rows) {
    const days = first
      ? Math.floor((seoulMidnight(day).getTime() - seoulMidnight(seoulDate(first)).getTime()) / dayMs)
      : 0;
    longest[keyPair] = Math.max(longest[keyPair] ?? 0, days);
  }
  return longest;
}

const dayMs = 86_400_000;
