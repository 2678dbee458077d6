import {
  beginDailyLook,
  dailyLookOf,
  firstOrderAt,
  type ListName,
  leaseDailyLook,
  transactionsInBooks,
  writeDailyLook,
} from "@/db/daily-looks";
import { keepNews } from "@/db/inbox";
import type { DailyLook, Payment } from "@/db/schema";
import { db, type Tx, transaction } from "@/db/store";
import { raise } from "../../alarms/raise";
import { days, hours, later, minutes, newId, now } from "../../clock";
import { gateway } from "../../gateways";
import type { Change, Unknown } from "../../gateways/gateway";
import { log } from "../../log";
import { each, type Loop } from "../../loop";
import { seoulMidnight, seoulTime } from "../../seoul";
import { paymentAbout } from "./inbox";
import { listsOfShop } from "./lists";
import { lookForStray } from "./strays";

// A lost webhook must not stay lost. Once a day we compare each gateway's own list of what happened with our books.
// Whatever the books lack goes to the inbox as news and is handled like a webhook: we look at the payment and record
// the result.

/** Reads each day once it is over. Any number of instances may run it. */
export const dailyLook: Loop = { name: "daily look", everyMs: minutes(1), turn: () => lookDaily(now()) };

/**
 * Clocks differ, so a day is read this long after it is over by our clock, and each reading overlaps the previous day
 * by as much. In milliseconds.
 */
const marginMs = hours(1);

/** How far back the first reading goes in a shop that has been open for longer, in milliseconds. */
const furthestMs = days(30);

/** How long one worker holds a list's lease for one page, in milliseconds. Longer than a page takes. */
const leaseMs = minutes(2);

/** Continues every gateway's list, up to the last day that is over. A failing list does not stop the others. */
export const lookDaily = (at: Date) =>
  each(listsOfShop(), 3, async (name) => {
    if (!(await dailyLookOf(db, name))) await begin(name, at);
    while (await readOn(name, now()));
  });

/** What reading one day's list found. */
export type DayRead = { listed: number; found: number; notOurs: number; strays: number };

/**
 * Reads one day of one list, whether or not it was read before; `day` is a date in Seoul such as 2026-11-21. Returns
 * the gateway's answer if the list could not be read.
 */
export async function readDay(name: ListName, day: string): Promise<DayRead | Unknown> {
  const sum: DayRead = { listed: 0, found: 0, notOurs: 0, strays: 0 };
  for (let cursor: string | null = null; ; ) {
    const page = await readPage(name, day, cursor);
    if ("is" in page) return page;
    const found = await transaction((tx) => keepFound(tx, name, page.untold, now()));
    sum.listed += page.listed;
    sum.found += found;
    sum.notOurs += page.notOurs;
    sum.strays += page.strays;
    if (page.next === null) return sum;
    cursor = page.next;
  }
}

async function begin(name: ListName, at: Date) {
  const days = [(await firstOrderAt(db)) ?? at, later(at, -furthestMs)].map(seoulDate);
  await transaction((tx) => beginDailyLook(tx, name, days.toSorted().at(-1) ?? seoulDate(at), at));
}

/** Reads one page, if one is due and no other worker reads it. True if there may be another. */
async function readOn(name: ListName, at: Date): Promise<boolean> {
  const known = await dailyLookOf(db, name);
  // Checked before taking the lease, so that most turns write nothing.
  if (!known || !isOver(known.day, at)) return false;
  const row = await transaction((tx) => leaseDailyLook(tx, name, at, later(at, leaseMs)));
  if (!row || !isOver(row.day, at)) return false;
  const page = await readPage(name, row.day, row.cursor);
  if ("is" in page) {
    await fail(row, page, now());
    return false;
  }
  return transaction(async (tx) => {
    const found = await keepFound(tx, name, page.untold, now());
    return (await writeDailyLook(tx, row, afterPage(row, { ...page, found }, now()))) !== undefined;
  });
}

const isOver = (day: string, at: Date) => day < seoulDate(later(at, -marginMs));

type Untold = { change: Change; payment: Payment };
type PageRead = { listed: number; notOurs: number; strays: number; untold: Untold[]; next: string | null };

/** Reads one page of a day's list and finds what our books lack. */
async function readPage(name: ListName, day: string, cursor: string | null): Promise<PageRead | Unknown> {
  const begins = seoulMidnight(day);
  const span = { from: later(begins, -marginMs), until: later(begins, days(1)) };
  const answer = await gateway(name.gateway).changes(name.keyPair, span, cursor);
  if (answer.is === "unknown") return answer;
  const ours: Untold[] = [];
  const others: Change[] = [];
  for (const change of answer.changes) {
    const payment = await paymentAbout(name.gateway, change.about);
    if (payment) ours.push({ change, payment });
    else others.push(change);
  }
  const strays = await lookForStrays(name, others);
  if (typeof strays !== "number") return strays;
  const inBooks = await transactionsInBooks(db, [...new Set(ours.map(({ payment }) => payment.id))]);
  return {
    listed: answer.changes.length,
    // Another shop may use the same keys; what belongs to none of our payments is not ours.
    notOurs: others.length,
    strays,
    untold: ours.filter(({ change, payment }) => !inBooks.has(`${payment.id} ${change.transaction}`)),
    next: answer.next,
  };
}

/** Checks whether changes that match none of our payments are money for a lost order. Returns how many are new. */
async function lookForStrays(name: ListName, others: Change[]): Promise<number | Unknown> {
  let kept = 0;
  for (const { about, at } of others) {
    const found = await lookForStray(name, about, at);
    if (typeof found === "object") return found;
    if (found === "kept") kept += 1;
  }
  return kept;
}

/** Puts changes that we missed into the inbox, each once. Returns how many there were. */
async function keepFound(tx: Tx, { gateway }: ListName, untold: Untold[], at: Date): Promise<number> {
  let found = 0;
  for (const { change, payment } of untold) {
    const kept = await keepNews(tx, {
      id: newId("in"),
      gateway,
      source: "list",
      key: `list:${change.transaction}`.slice(0, 300),
      body: JSON.stringify(change),
      state: "new",
      paymentId: payment.id,
      tries: 0,
      receivedAt: at,
      nextAt: at,
    });
    if (kept) found += 1;
  }
  return found;
}

function afterPage(
  row: DailyLook,
  page: Pick<PageRead, "listed" | "notOurs" | "next"> & { found: number },
  at: Date,
) {
  const counts = {
    listed: row.listed + page.listed,
    found: row.found + page.found,
    notOurs: row.notOurs + page.notOurs,
  };
  const well = { failingSince: null, tries: 0, nextAt: at, leasedUntil: null };
  if (page.next !== null) return { ...counts, ...well, cursor: page.next };
  log.info(
    { gateway: row.gateway, key_pair: row.keyPair, day: row.day, ...counts },
    "a day's list was compared with the books",
  );
  const day = seoulDate(later(seoulMidnight(row.day), days(1)));
  return { ...well, day, cursor: null, listed: 0, found: 0, notOurs: 0, finishedAt: at };
}

/**
 * How long a list may fail before an operator is alerted, in milliseconds. Keys that may not read the list alert at
 * once.
 */
const patienceMs = hours(6);

/** After this many failed tries the page may no longer exist, so the day starts over. */
const triesOfPage = 3;

async function fail(row: DailyLook, { why, code }: Unknown, at: Date) {
  const failingSince = row.failingSince ?? at;
  const tries = row.tries + 1;
  const isForPerson = why === "setup" || at.getTime() - failingSince.getTime() >= patienceMs;
  const told = { gateway: row.gateway, key_pair: row.keyPair, day: row.day, why, code, tries };
  if (isForPerson) raise("daily_look_failed", told, "a day's list could not be read");
  else log.warn(told, "a day's list could not be read");
  // Waits one minute, then twice as long each time, at most one hour.
  const wait = why === "setup" ? hours(1) : Math.min(minutes(1) * 2 ** Math.min(row.tries, 6), hours(1));
  await transaction((tx) =>
    writeDailyLook(tx, row, {
      failingSince,
      tries,
      nextAt: later(at, wait),
      leasedUntil: null,
      ...(tries % triesOfPage === 0 && { cursor: null, listed: 0, found: 0, notOurs: 0 }),
    }),
  );
}

/** The date in Seoul, such as 2026-11-21. */
const seoulDate = (at: Date) => seoulTime(at).slice(0, 10);
