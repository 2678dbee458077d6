import { firstOrderAt } from "@/db/daily-looks";
import type { SettlementRead } from "@/db/schema";
import {
  allSettlementReads,
  beginSettlementRead,
  leaseSettlementRead,
  readAgainFrom,
  type SettlementList,
  settlementReadOf,
  writeSettlementRead,
} from "@/db/settlement-reads";
import { markMissing } from "@/db/settlements";
import { db, type Tx, transaction, tryTransaction } from "@/db/store";
import { days, hours, later, minutes, newId, now } from "../../clock";
import { settlementParts } from "../../contracts/settlements";
import { gateway } from "../../gateways";
import type { Settlement, Unknown } from "../../gateways/gateway";
import { log } from "../../log";
import { each, type Loop } from "../../loop";
import { seoulDate } from "../../seoul";
import { env } from "../../settings/env";
import { type DayList, readOn, type Step } from "../day-list";
import { listsOfShop } from "../lists";
import { alarmOfDifferences } from "./alarm";
import { type Kept, keepPage } from "./keep";

// What the gateways keep and pay out is read every night, row by row, first by the day of the sale and again by the day
// of the payout. The second reading finds what the first one came too early for.

/** Reads each day once it is over. Any number of instances may run it. */
export const pullSettlements: Loop = {
  name: "settlements",
  everyMs: minutes(1),
  turn: () => pullAll(now()),
};

/** Gateways close a day some hours after it is over; a day is read at six in the morning in Seoul. In milliseconds. */
const afterMs = hours(6);

/** How far back the first reading goes in a shop that has been open for longer, in milliseconds. */
const furthestMs = days(60);

/** Every part of the settlement that this shop's keys can read. */
export const settlementLists = (): SettlementList[] =>
  listsOfShop().flatMap((list) => settlementParts.map((part) => ({ ...list, part })));

/**
 * Continues every list, up to the last day that is over, and calls an operator if a settlement differs from the books. A
 * failing list does not stop the others.
 */
export async function pullAll(at: Date) {
  let read = false;
  await each(settlementLists(), 3, async (list) => {
    await begin(list, at);
    const days = dayListOf(list, () => {
      read = true;
    });
    while (await readOn(days, now()));
  });
  if (read) await alarmOfDifferences(now());
}

/** What reading a day found. */
export type DayPulled = Kept & { listed: number };

/**
 * Reads one day of one list, whether or not it was read before; `day` is a date in Seoul such as 2026-11-21. Returns
 * the gateway's answer if the list could not be read.
 */
export async function pullDay(list: SettlementList, day: string): Promise<DayPulled | Unknown> {
  const reading = { id: newId("read"), since: now() };
  await begin(list, reading.since);
  const sum: DayPulled = { listed: 0, found: 0, notOurs: 0 };
  for (let cursor: string | null = null; ; ) {
    const page: Settlement = await readPage(list, day, cursor);
    if (page.is === "unknown") return page;
    const at = now();
    const kept = await transaction(async (tx) => {
      const made = await keepPage(tx, list, reading.id, page, at);
      if (page.next === null) await noteMissing(tx, list, day, reading, at);
      return made;
    });
    sum.listed += page.rows.length;
    sum.found += kept.found;
    sum.notOurs += kept.notOurs;
    if (page.next === null) return sum;
    cursor = page.next;
  }
}

/**
 * Has this day and all days after it read again by the loop. Nothing can be settled before the shop's first order, so the
 * lists go back no further than that. Returns how many do.
 */
export async function pullAgainFrom(wanted: string, at: Date): Promise<number> {
  const first = seoulDate((await firstOrderAt(db)) ?? at);
  const day = wanted < first ? first : wanted;
  return transaction(async (tx) => {
    let back = 0;
    for (const list of settlementLists())
      if (await readAgainFrom(tx, list, { day, reading: newId("read"), now: at })) back += 1;
    return back;
  });
}

/** How far every list was read. */
export const pullProgress = () => allSettlementReads(db, env().live);

async function begin(list: SettlementList, at: Date) {
  if (await settlementReadOf(db, list)) return;
  const from = Math.max(((await firstOrderAt(db)) ?? at).getTime(), later(at, -furthestMs).getTime());
  const day = seoulDate(new Date(from));
  await transaction(async (tx) => {
    // All parts at once: the first one is the lock of the others.
    for (const part of settlementParts)
      await beginSettlementRead(tx, { ...list, part }, { day, reading: newId("read"), now: at });
  });
}

const readPage = ({ gateway: name, keyPair, part }: SettlementList, day: string, cursor: string | null) =>
  gateway(name).settlement(keyPair, { part, day }, cursor);

type Page = Extract<Settlement, { is: "seen" }>;

const dayListOf = (list: SettlementList, dayIsRead: () => void): DayList<SettlementRead, Page> => ({
  afterMs,
  find: () => settlementReadOf(db, list),
  lease: (tx, at, until) => leaseSettlementRead(tx, list, at, until),
  read: ({ day, cursor }) => readPage(list, day, cursor),
  async keep(row, page, step, at) {
    const kept = await tryTransaction(async (tx, undo) => {
      const made = await keepPage(tx, list, row.reading, page, at);
      if (page.next === null)
        await noteMissing(tx, list, row.day, { id: row.reading, since: row.readingSince }, at);
      return (await writeSettlementRead(tx, row, afterPage(row, page, made, step, at))) ?? undo();
    });
    if (kept && page.next === null) dayIsRead();
    return kept !== undefined;
  },
  take: (tx, row, { startsOver, ...step }) =>
    writeSettlementRead(tx, row, { ...step, ...(startsOver && freshReading(now())) }),
  alarm: "settlement_unread",
  told: { gateway: list.gateway, key_pair: list.keyPair, part: list.part },
});

const freshReading = (at: Date) => ({
  reading: newId("read"),
  readingSince: at,
  listed: 0,
  found: 0,
  notOurs: 0,
});

function afterPage(row: SettlementRead, { rows }: Page, kept: Kept, step: Step, at: Date) {
  const counts = {
    listed: row.listed + rows.length,
    found: row.found + kept.found,
    notOurs: row.notOurs + kept.notOurs,
  };
  if (step.day === undefined) return { ...step, ...counts };
  const { gateway: name, keyPair, part, day } = row;
  log.info({ gateway: name, key_pair: keyPair, part, day, ...counts }, "a day's settlement was read");
  return { ...step, ...freshReading(at) };
}

/** A day of sales that was read to its end shows which rows the gateway no longer lists. */
async function noteMissing(
  tx: Tx,
  list: SettlementList,
  day: string,
  reading: { id: string; since: Date },
  at: Date,
) {
  if (list.part !== "sold") return;
  const missing = await markMissing(tx, list, { day, reading: reading.id, since: reading.since }, at);
  if (missing.length > 0)
    log.warn(
      { gateway: list.gateway, day, rows: missing.length },
      "a settlement lost rows that it had listed",
    );
}
