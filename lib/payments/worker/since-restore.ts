import { lastRestore, writeBackup } from "@/db/backup/rows";
import { db, transaction } from "@/db/store";
import { raise } from "../../alarms/raise";
import { days, hours, later, minutes, now } from "../../clock";
import { log } from "../../log";
import type { Loop } from "../../loop";
import { seoulDate, seoulMidnight } from "../../seoul";
import { listsOfShop } from "../lists";
import { type DayRead, readDay } from "./daily-look";

// A restored backup lacks everything that happened after it was taken. The gateways' lists have it.

/**
 * Reads the gateways' lists since the backup was taken, once after each restore. Any number of instances may run it.
 */
export const lookSinceRestore: Loop = {
  name: "look since a restore",
  everyMs: minutes(1),
  turn: () => compareSinceRestore(now()),
};

const unread = "what happened since the backup that was restored could not be read";

/** How long before the time of the backup the reading begins, since clocks differ; in milliseconds. */
const marginMs = hours(1);

/**
 * Reads every list from the day of the backup until now, unless that was done. What the books lack goes to the inbox or
 * becomes a stray. Returns what it read. Undefined if there was nothing to read, or if a list cannot be read now and
 * will be retried.
 */
export async function compareSinceRestore(at: Date): Promise<DayRead | undefined> {
  const restored = await lastRestore(db);
  if (!restored?.moment || restored.comparedAt) return undefined;
  const sum: DayRead = { listed: 0, found: 0, notOurs: 0, strays: 0 };
  for (const day of daysBetween(later(restored.moment, -marginMs), at))
    for (const name of listsOfShop()) {
      const read = await readDay(name, day);
      if ("is" in read) {
        const { why, code } = read;
        const told = { gateway: name.gateway, key_pair: name.keyPair, day, why, code };
        // An outage usually passes; alert an operator only if it lasts.
        const lasts = at > later(restored.finishedAt ?? at, hours(1));
        if (why === "setup" || lasts) raise("daily_look_failed", told, unread);
        else log.warn(told, unread);
        return undefined;
      }
      for (const key of ["listed", "found", "notOurs", "strays"] as const) sum[key] += read[key];
    }
  await transaction((tx) => writeBackup(tx, restored.id, { comparedAt: at }));
  log.warn({ since: restored.moment, ...sum }, "what happened since the backup that was restored was read");
  return sum;
}

/** Each date in Seoul from one moment's to another's, such as 2026-11-21. */
function daysBetween(from: Date, until: Date): string[] {
  const between: string[] = [];
  for (
    let day = from;
    seoulDate(day) <= seoulDate(until);
    day = later(seoulMidnight(seoulDate(day)), days(1))
  )
    between.push(seoulDate(day));
  return between;
}
