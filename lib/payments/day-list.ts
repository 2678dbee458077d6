import type { Tx } from "@/db/store";
import { transaction } from "@/db/store";
import { raise } from "../alarms/raise";
import { hours, later, minutes, now } from "../clock";
import type { AlarmName } from "../contracts/alarm-names";
import { log } from "../log";
import { dayAfter, seoulDate } from "../seoul";

// A gateway lists what happened by the day and page by page. Each list has a row with how far it was read, so that any
// number of instances may read on, and a broken reading continues where it stopped.

/** How far a list was read. Days are days in Seoul, such as 2026-11-21. */
export type Progress = {
  /** The day to read next. */
  day: string;
  /** Where to continue in that day; null at its beginning. */
  cursor: string | null;
  finishedAt: Date | null;
  failingSince: Date | null;
  tries: number;
  nextAt: Date;
  leasedUntil: Date | null;
};

/** What a reading changes in a list's row. `startsOver`: the day is read again from its beginning. */
export type Step = Partial<Progress> & { startsOver?: true };

type Unread = { is: "unknown"; why: string; code: string | null };

export type DayList<Row extends Progress, Page extends { next: string | null }> = {
  /** A day is read this long after it is over by our clock, in milliseconds. */
  afterMs: number;
  find(): Promise<Row | undefined>;
  /** Undefined if it is not due or another instance holds the lease. */
  lease(tx: Tx, at: Date, until: Date): Promise<Row | undefined>;
  read(row: Row): Promise<Page | Unread>;
  /** Keeps a page and takes the step, both or neither. False if somebody else has read on in the meantime. */
  keep(row: Row, page: Page, step: Step, at: Date): Promise<boolean>;
  /** Takes a step without a page, unless somebody else has read on. */
  take(tx: Tx, row: Row, step: Step): Promise<unknown>;
  alarm: AlarmName;
  /** What names the list in logs and alarms. */
  told: Record<string, unknown>;
};

/** How long one worker holds a list's lease for one page, in milliseconds. Longer than a page takes. */
const leaseMs = minutes(2);

/**
 * How long a list may fail before an operator is alerted, in milliseconds. Keys that may not read the list alert at
 * once.
 */
const patienceMs = hours(6);

/** After this many failed tries the page may no longer exist, so the day starts over. */
const triesOfPage = 3;

/** Reads one page, if one is due and no other worker reads it. True if there may be another. */
export async function readOn<Row extends Progress, Page extends { next: string | null }>(
  list: DayList<Row, Page>,
  at: Date,
): Promise<boolean> {
  const isOver = ({ day }: Row) => day < seoulDate(later(at, -list.afterMs));
  const known = await list.find();
  // Checked before taking the lease, so that most turns write nothing.
  if (!known || !isOver(known)) return false;
  const row = await transaction((tx) => list.lease(tx, at, later(at, leaseMs)));
  if (!row || !isOver(row)) return false;
  const page = await list.read(row);
  if ("is" in page && page.is === "unknown") {
    await fail(list, row, page as Unread, now());
    return false;
  }
  return list.keep(row, page as Page, stepAfter(row, page as Page, now()), now());
}

function stepAfter({ day }: Progress, { next }: { next: string | null }, at: Date): Step {
  const well = { failingSince: null, tries: 0, nextAt: at, leasedUntil: null };
  return next !== null
    ? { ...well, cursor: next }
    : { ...well, day: dayAfter(day), cursor: null, finishedAt: at };
}

async function fail<Row extends Progress, Page extends { next: string | null }>(
  list: DayList<Row, Page>,
  row: Row,
  { why, code }: Unread,
  at: Date,
) {
  const failingSince = row.failingSince ?? at;
  const tries = row.tries + 1;
  const isForPerson = why === "setup" || at.getTime() - failingSince.getTime() >= patienceMs;
  const told = { ...list.told, day: row.day, why, code, tries };
  if (isForPerson) raise(list.alarm, told, "a day's list could not be read");
  else log.warn(told, "a day's list could not be read");
  // Waits one minute, then twice as long each time, at most one hour.
  const wait = why === "setup" ? hours(1) : Math.min(minutes(1) * 2 ** Math.min(row.tries, 6), hours(1));
  await transaction((tx) =>
    list.take(tx, row, {
      failingSince,
      tries,
      nextAt: later(at, wait),
      leasedUntil: null,
      ...(tries % triesOfPage === 0 && { cursor: null, startsOver: true }),
    }),
  );
}
