import { and, asc, eq, gt, isNull, lte, or, sql } from "drizzle-orm";
import { type SettlementRead, settlementReads } from "./schema";
import type { Reader, Tx } from "./store";

export type SettlementList = Pick<SettlementRead, "gateway" | "keyPair" | "live" | "part">;

const named = ({ gateway, keyPair, live, part }: SettlementList) =>
  and(
    eq(settlementReads.gateway, gateway),
    eq(settlementReads.keyPair, keyPair),
    eq(settlementReads.live, live),
    eq(settlementReads.part, part),
  );

export const settlementReadOf = async (db: Reader, list: SettlementList) =>
  (await db.select().from(settlementReads).where(named(list)))[0];

export const allSettlementReads = (db: Reader, live: boolean) =>
  db
    .select()
    .from(settlementReads)
    .where(eq(settlementReads.live, live))
    .orderBy(asc(settlementReads.gateway), asc(settlementReads.keyPair), asc(settlementReads.part));

type Beginning = { day: string; reading: string; now: Date };

const atBeginning = ({ day, reading, now }: Beginning) => ({
  day,
  reading,
  readingSince: now,
  cursor: null,
  listed: 0,
  found: 0,
  notOurs: 0,
  tries: 0,
  nextAt: now,
});

/** Starts a list at this day, unless it was started before. */
export const beginSettlementRead = (tx: Tx, list: SettlementList, begin: Beginning) =>
  tx
    .insert(settlementReads)
    .values({
      ...list,
      ...atBeginning(begin),
    })
    .onConflictDoNothing();

/**
 * Locks what is kept of a gateway's settlement: two readings at once would keep the same row twice. Its lists must have
 * been started.
 */
export const lockSettlement = (tx: Tx, { gateway, live }: Pick<SettlementList, "gateway" | "live">) =>
  tx
    .update(settlementReads)
    .set({ part: sql`${settlementReads.part}` })
    .where(
      and(
        eq(settlementReads.gateway, gateway),
        eq(settlementReads.live, live),
        eq(settlementReads.part, "sold"),
        eq(
          settlementReads.keyPair,
          sql`(SELECT min(r.key_pair) FROM settlement_reads r WHERE r.gateway = settlement_reads.gateway AND r.live = settlement_reads.live)`,
        ),
      ),
    )
    .returning({ day: settlementReads.day });

/**
 * Takes the lease on a list until `until`; undefined if it is not due or another instance holds it. A lease that ends
 * later than any given now came from a wrong clock and is ignored.
 */
export const leaseSettlementRead = async (tx: Tx, list: SettlementList, now: Date, until: Date) =>
  (
    await tx
      .update(settlementReads)
      .set({ leasedUntil: until })
      .where(
        and(
          named(list),
          lte(settlementReads.nextAt, now),
          or(
            isNull(settlementReads.leasedUntil),
            lte(settlementReads.leasedUntil, now),
            gt(settlementReads.leasedUntil, until),
          ),
        ),
      )
      .returning()
  )[0];

/** Stores how far a list was read, unless somebody else has read on in the meantime. */
export const writeSettlementRead = async (tx: Tx, before: SettlementRead, values: Partial<SettlementRead>) =>
  (
    await tx
      .update(settlementReads)
      .set(values)
      .where(
        and(
          named(before),
          eq(settlementReads.day, before.day),
          eq(settlementReads.reading, before.reading),
          before.cursor === null ? isNull(settlementReads.cursor) : eq(settlementReads.cursor, before.cursor),
        ),
      )
      .returning()
  )[0];

/** Goes back to a day in the past, so that it and the days after it are read again. Never goes forward. */
export const readAgainFrom = async (tx: Tx, list: SettlementList, begin: Beginning) =>
  (
    await tx
      .update(settlementReads)
      .set({
        ...atBeginning(begin),
        leasedUntil: null,
      })
      .where(and(named(list), gt(settlementReads.day, begin.day)))
      .returning()
  )[0];
