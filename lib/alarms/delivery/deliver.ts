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
import { type Raised, takeRaised, withLine } from "../raise";
import { NotTaken, sinks } from "./sinks";
import { type News, wordsOf } from "./words";

/** How long the database may take to count an alarm before people are told without it, in milliseconds. */
const patienceMs = seconds(5);
/** How long one instance has an alarm to itself, in milliseconds; longer than any sending takes. */
const leaseMs = minutes(3);
/** How long alarms are kept for the desk. */
const keptMs = days(30);

const everyMs = () => minutes(env().alarms.everyMinutes);

/** Starts telling people of alarms in this process, once. */
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
 * One turn: counts what was raised, and tells people what is due. All instances share the rows, so that one of them tells;
 * what the database does not count, this process tells by itself, since the database may be what the alarm is about.
 */
export async function deliverAlarms(): Promise<void> {
  for (const raised of takeRaised()) {
    const wasCounted = await isCounted(raised);
    // Who heard of it without the database hears so of its end, too.
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
  // Nobody hears of it where nobody is named; the desk shows it, and who is named later is told.
  if (sinks().length === 0) return;
  const row = await transaction((tx) => leaseAlarm(tx, id, now(), later(now(), leaseMs)));
  if (!row) return;
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

/** Half a minute, then twice as long each time, half an hour at most. */
const pause = (tries: number) => Math.min(seconds(15) * 2 ** Math.min(tries, 7), minutes(30));

/** True when somebody took it: one who did is enough, and nobody hears the same twice because another did not. */
async function send(news: News): Promise<boolean> {
  const { subject, text } = wordsOf(news);
  const failed: string[] = [];
  let isTaken = false;
  for (const sink of sinks()) {
    // Who is told second is told also that the first one was not.
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

// What the database could not count, one entry a name. On globalThis because a bundler may load this module twice.
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
    // Its end is told at once.
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
      // The desk learns of it afterward.
      await transaction((tx) => writeTold(tx, entry)).catch(() => {});
    } else if (isTaken)
      Object.assign(entry, { count: 0, tries: 0, isTold: true, quiet: countdown(everyMs()) });
    else Object.assign(entry, { tries: entry.tries + 1, quiet: countdown(pause(entry.tries + 1)) });
  }
}

/** Forgets what the database could not count, for tests. */
export const forgetRemembered = () => remembered.clear();
