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
import { days, hours, later, minutes, newId, now } from "../../clock";
import { gateway } from "../../gateways";
import type { Change, Unknown } from "../../gateways/gateway";
import { log } from "../../log";
import { each, type Loop } from "../../loop";
import { seoulDate, seoulMidnight } from "../../seoul";
import { type DayList, readOn, type Step } from "../day-list";
import { listsOfShop } from "../lists";
import { paymentAbout } from "./inbox";
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

/** Continues every gateway's list, up to the last day that is over. A failing list does not stop the others. */
export const lookDaily = (at: Date) =>
  each(listsOfShop(), 3, async (name) => {
    if (!(await dailyLookOf(db, name))) await begin(name, at);
    const list = listNamed(name);
    while (await readOn(list, now()));
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

const listNamed = (name: ListName): DayList<DailyLook, PageRead> => ({
  afterMs: marginMs,
  find: () => dailyLookOf(db, name),
  lease: (tx, at, until) => leaseDailyLook(tx, name, at, until),
  read: ({ day, cursor }) => readPage(name, day, cursor),
  keep: (row, page, step, at) =>
    transaction(async (tx) => {
      const found = await keepFound(tx, name, page.untold, at);
      return (await writeDailyLook(tx, row, afterPage(row, { ...page, found }, step))) !== undefined;
    }),
  take: (tx, row, { startsOver, ...step }) =>
    writeDailyLook(tx, row, { ...step, ...(startsOver && nothingRead) }),
  alarm: "daily_look_failed",
  told: { gateway: name.gateway, key_pair: name.keyPair },
});

const nothingRead = { listed: 0, found: 0, notOurs: 0 };

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
  page: Pick<PageRead, "listed" | "notOurs"> & { found: number },
  step: Step,
) {
  const counts = {
    listed: row.listed + page.listed,
    found: row.found + page.found,
    notOurs: row.notOurs + page.notOurs,
  };
  if (step.day === undefined) return { ...step, ...counts };
  log.info(
    { gateway: row.gateway, key_pair: row.keyPair, day: row.day, ...counts },
    "a day's list was compared with the books",
  );
  return { ...step, ...nothingRead };
}
