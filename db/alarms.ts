import { and, desc, eq, gt, gte, isNotNull, isNull, lt, lte, or, sql } from "drizzle-orm";
import { type Raised, withLine } from "@/lib/alarms/raise";
import { days, later, newId } from "@/lib/clock";
import { type AlarmRow, alarms, silences } from "./schema";
import type { Reader, Tx } from "./store";

/** How long a row keeps counting before the next one begins, in milliseconds. */
const rowMs = days(1);
/** How old a row may be and still be sent, in milliseconds. */
const newsMs = days(3);

/**
 * Adds what was raised to the open row of that name, and ends the row if the alarm is over. However many instances hit
 * the same problem, there is one row, and people are notified again no sooner than `everyMs` after the last time.
 */
export async function countAlarm(tx: Tx, raised: Raised, everyMs: number): Promise<void> {
  if (raised.over) {
    const over = { endedAt: raised.at, over: true, tellAt: raised.at, tries: 0 };
    if (raised.count === 0) {
      await tx.update(alarms).set(over).where(open(raised.name));
      return;
    }
  }
  await tx
    .update(alarms)
    .set({ endedAt: raised.at })
    .where(and(open(raised.name), lt(alarms.since, later(raised.at, -rowMs))));
  const [before] = await tx
    .select({ toldAt: alarms.toldAt })
    .from(alarms)
    .where(and(eq(alarms.name, raised.name), isNotNull(alarms.toldAt)))
    .orderBy(desc(alarms.toldAt))
    .limit(1);
  const held = before?.toldAt ? later(before.toldAt, everyMs) : raised.at;
  await tx
    .insert(alarms)
    .values({
      id: newId("alarm"),
      name: raised.name,
      since: raised.at,
      lastAt: raised.at,
      count: 0,
      lines: [],
      tellAt: new Date(Math.max(held.getTime(), raised.at.getTime())),
    })
    .onConflictDoNothing();
  const [row] = await tx
    .update(alarms)
    .set({ count: sql`${alarms.count} + ${raised.count}`, lastAt: raised.at })
    .where(open(raised.name))
    .returning();
  if (!row) return;
  const lines = raised.lines.reduce(withLine, row.lines);
  await tx
    .update(alarms)
    .set({ lines, ...(raised.over && { endedAt: raised.at, over: true }) })
    .where(eq(alarms.id, row.id));
}

/** Stores an alarm that was sent while the database was not writable, and is over. */
export const writeTold = (
  tx: Tx,
  { name, since, at, lines, total }: Pick<Raised, "name" | "at" | "lines"> & { since: Date; total: number },
) =>
  tx.insert(alarms).values({
    id: newId("alarm"),
    name,
    since,
    lastAt: at,
    count: total,
    lines,
    endedAt: at,
    over: true,
    told: total,
    toldOver: true,
    toldAt: at,
    tellAt: at,
  });

const open = (name: AlarmRow["name"]) => and(eq(alarms.name, name), isNull(alarms.endedAt));

/** People have not been notified of all of it, or not that it is over. */
const untold = or(
  gt(alarms.count, alarms.told),
  and(eq(alarms.over, true), gt(alarms.told, 0), eq(alarms.toldOver, false)),
);
const due = (now: Date) =>
  and(
    untold,
    lte(alarms.tellAt, now),
    gt(alarms.since, later(now, -newsMs)),
    or(isNull(alarms.leasedUntil), lte(alarms.leasedUntil, now)),
  );

/** The alarms to send now, except silenced ones. */
export async function dueAlarms(db: Reader, now: Date): Promise<string[]> {
  const rows = await db
    .select({ id: alarms.id, name: alarms.name })
    .from(alarms)
    .where(due(now))
    .orderBy(alarms.since);
  if (rows.length === 0) return [];
  const silent = new Set((await silencesNow(db, now)).map(({ name }) => name));
  return rows.filter(({ name }) => !silent.has(name)).map(({ id }) => id);
}

/** Takes the lease on an alarm until `until`; undefined if another instance holds it or nothing is left to send. */
export const leaseAlarm = async (tx: Tx, id: string, now: Date, until: Date): Promise<AlarmRow | undefined> =>
  (
    await tx
      .update(alarms)
      .set({ leasedUntil: until, tries: sql`${alarms.tries} + 1` })
      .where(and(eq(alarms.id, id), due(now)))
      .returning()
  )[0];

/** Notes that people were notified of what this row says, and no more. */
export const endTelling = (tx: Tx, { id, count, over }: AlarmRow, now: Date, everyMs: number) =>
  tx
    .update(alarms)
    .set({
      told: count,
      toldOver: over,
      toldAt: now,
      tellAt: later(now, everyMs),
      tries: 0,
      leasedUntil: null,
    })
    .where(eq(alarms.id, id));

/** Notes that sending failed; it is tried again at `nextAt`. */
export const putOffTelling = (tx: Tx, { id, tries }: AlarmRow, nextAt: Date) =>
  tx
    .update(alarms)
    .set({ tellAt: nextAt, leasedUntil: null })
    .where(and(eq(alarms.id, id), eq(alarms.tries, tries)));

/** Alarms since a moment, newest first. */
export const alarmsSince = (db: Reader, since: Date): Promise<AlarmRow[]> =>
  db.select().from(alarms).where(gte(alarms.lastAt, since)).orderBy(desc(alarms.lastAt), alarms.id);

/** The current silences, with their ends. */
export const silencesNow = (db: Reader, now: Date) =>
  db.select().from(silences).where(gt(silences.until, now)).orderBy(silences.name);

type Silence = typeof silences.$inferSelect;

/** Silences an alarm until a moment. */
export const writeSilence = (tx: Tx, silence: Silence) =>
  tx.insert(silences).values(silence).onConflictDoUpdate({ target: silences.name, set: silence });

export const deleteSilence = (tx: Tx, name: Silence["name"]) =>
  tx.delete(silences).where(eq(silences.name, name));

/** Deletes alarms that were last raised before a moment. */
export const deleteAlarms = (tx: Tx, before: Date) => tx.delete(alarms).where(lt(alarms.lastAt, before));
