import {
  countAlarm,
  deleteAlarms,
  dueAlarms,
  endTelling,
  leaseAlarm,
  putOffTelling,
  writeTold,
} from "@/db/alarms";
import type { AlarmRow } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { type Countdown, countdown, days, hours, later, minutes, now, seconds, sleep } from "../../clock";
import { log } from "../../log";
import { type Loop, startLoop } from "../../loop";
import { env } from "../../settings/env";
import { shop } from "../../shop/shop";
import { type Raised, takeRaised, withLine } from "../raise";
import { NotTaken, sinks } from "./sinks";
import { type News, wordsOf } from "./words";

/** How long to wait for the database to count an alarm before sending it without the database, in milliseconds. */
const patienceMs = seconds(5);
/** How long one instance holds an alarm's lease, in milliseconds; longer than any send takes. */
const leaseMs = minutes(3);
/** How long alarms are kept for the desk, in milliseconds. */
const keptMs = days(30);

const everyMs = () => minutes(env().alarms.everyMinutes);

/** Starts sending alarms from this process, once. */
export function startAlarms() {
  startLoop(alarmLoop);
  startLoop({
    name: "forget alarms",
    everyMs: hours(1),
    turn: () => transaction((tx) => deleteAlarms(tx, later(now(), -keptMs))),
  });
}

const alarmLoop: Loop = { name: "alarms", everyMs: seconds(2), turn: () => deliverAlarms() };

/**
 * One turn: counts the alarms that were raised and sends those that are due. Instances share the rows, so that only one
 * of them sends each alarm. If the database cannot count an alarm, this process sends it, since the alarm may be about
 * the database.
 */
export async function deliverAlarms(): Promise<void> {
  for (const raised of takeRaised()) {
    const wasCounted = await isCounted(raised);
    // If the alarm was sent without the database, its end must be sent the same way.
    if (!wasCounted || (raised.over && remembered.has(raised.name))) remember(raised);
  }
  await tellRemembered();
  const due = await dueAlarms(db, now()).catch(() => []);
  for (const id of due) await tell(id);
}

async function isCounted(raised: Raised): Promise<boolean> {
  const work = transaction((tx) => countAlarm(tx, raised, everyMs())).then(
    () => true,
    () => false,
  );
  const waited = new AbortController();
  try {
    return await Promise.race([work, sleep(patienceMs, waited.signal).then(() => false)]);
  } finally {
    waited.abort();
  }
}

async function tell(id: string) {
  // Without recipients nothing is sent. The desk shows the alarm, and recipients added later still receive it.
  if (sinks().length === 0) return;
  const row = await transaction((tx) => leaseAlarm(tx, id, now(), later(now(), leaseMs)));
  if (!row) return;
  // Read now, while the database answers: what cannot be counted there is sent without it.
  await shop();
  const isTaken = await send(newsOf(row));
  const at = now();
  await transaction((tx) =>
    isTaken ? endTelling(tx, row, at, everyMs()) : putOffTelling(tx, row, later(at, pause(row.tries))),
  );
}

const newsOf = ({ name, count, told, since, toldAt, lines, over }: AlarmRow): News => ({
  name,
  count: count - told,
  since: over ? since : (toldAt ?? since),
  lines,
  over,
});

/** How long to wait before the next try, in milliseconds: 30 seconds, doubled each time, at most 30 minutes. */
const pause = (tries: number) => Math.min(seconds(15) * 2 ** Math.min(tries, 7), minutes(30));

/**
 * Sends an alarm to all sinks. Returns true if at least one accepted it; there is no resend for the others, so that
 * nobody receives an alarm twice.
 */
async function send(news: News): Promise<boolean> {
  const { subject, text } = wordsOf(news);
  const failed: string[] = [];
  let isTaken = false;
  for (const sink of sinks()) {
    // Later sinks also learn which ones failed.
    const note = failed.length > 0 ? `\n\n(${failed.join("; ")})` : "";
    try {
      await sink.send(subject, text + note);
      isTaken = true;
    } catch (error) {
      const why = error instanceof NotTaken ? error.message : "error";
      failed.push(`${sink.name}: ${why}`);
      log.warn({ sink: sink.name, name: news.name, why }, "an alarm was not taken");
    }
  }
  return isTaken;
}

type Remembered = Raised & { since: Date; total: number; quiet: Countdown; tries: number; isTold: boolean };

// Alarms the database could not count, one entry per name. On globalThis because a bundler may load this module twice.
const scope = globalThis as typeof globalThis & { twotrackRemembered?: Map<string, Remembered> };
scope.twotrackRemembered ??= new Map();
const remembered = scope.twotrackRemembered;

function remember(raised: Raised) {
  const before = remembered.get(raised.name);
  remembered.set(raised.name, {
    since: before?.since ?? raised.at,
    tries: before?.tries ?? 0,
    isTold: before?.isTold ?? false,
    total: (before?.total ?? 0) + raised.count,
    ...raised,
    // The end of an alarm is sent immediately.
    quiet: raised.over || !before ? () => 0 : before.quiet,
    count: (before?.count ?? 0) + raised.count,
    lines: raised.lines.reduce(withLine, before?.lines ?? []),
  });
}

async function tellRemembered() {
  if (sinks().length === 0) return;
  for (const entry of remembered.values()) {
    const { name, count, since, lines, over, isTold } = entry;
    if ((count === 0 && !over) || entry.quiet() > 0) continue;
    if (over && count === 0 && !isTold) {
      remembered.delete(name);
      continue;
    }
    const isTaken = await send({ name, count, since, lines, over });
    if (isTaken && over) {
      remembered.delete(name);
      // Record it for the desk afterward.
      await transaction((tx) => writeTold(tx, entry)).catch(() => {});
    } else if (isTaken)
      Object.assign(entry, { count: 0, tries: 0, isTold: true, quiet: countdown(everyMs()) });
    else Object.assign(entry, { tries: entry.tries + 1, quiet: countdown(pause(entry.tries + 1)) });
  }
}

/** Forgets the alarms the database could not count, for tests. */
export const forgetRemembered = () => remembered.clear();
