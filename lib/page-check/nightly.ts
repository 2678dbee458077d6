import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pageCheckOf, writePageCheck } from "@/db/page-checks";
import { db, transaction } from "@/db/store";
import { raise } from "../alarms/raise";
import { days, hours, later, now } from "../clock";
import { startLoop } from "../loop";
import { seoulMidnight, seoulTime } from "../seoul";
import { env } from "../settings/env";
import { checkPages, type Found } from "./check";

/** For how long pages may go unchecked before somebody is called, in milliseconds. PCI DSS 4.0.1, 11.6.1 asks for a week. */
export const uncheckedMs = days(3);

/** Checks the pages of the shop at `origin` and keeps what was found. Raises an alarm where something differs. */
export async function checkAndKeep(origin: string, at: Date): Promise<Found> {
  const before = await pageCheckOf(db, origin);
  const found = await checkPages(origin, env(), {
    buildFolder: buildFolder(),
    before: before?.scripts ?? [],
  });
  const differsSince = found.differences.length > 0 ? (before?.differsSince ?? at) : null;
  await transaction((tx) => writePageCheck(tx, { origin, checkedAt: at, differsSince, ...found }));
  if (found.differences.length > 0)
    raise(
      "pages_differ",
      { origin, count: found.differences.length, differences: found.differences.slice(0, 20) },
      "pages are not as expected",
    );
  return found;
}

/** The build that this process serves from, or, in a command of the operator's, the one that was made last. */
function buildFolder(): string | undefined {
  if (process.env.TWOTRACK_BUILD) return process.env.TWOTRACK_BUILD;
  const named = ".builds/current";
  // A development server has no build to compare with.
  return existsSync(named) ? join(".builds", readFileSync(named, "utf8"), ".next") : undefined;
}

/** Checks the pages of a live shop once a night, at three in Seoul. */
export function startPageChecks() {
  if (!env().live) return;
  startLoop({ name: "check pages", everyMs: hours(1), turn: () => checkWhenDue(now()) });
}

async function checkWhenDue(at: Date) {
  const origin = env().appUrl;
  const due = later(seoulMidnight(seoulTime(at).slice(0, 10)), hours(3));
  const before = await pageCheckOf(db, origin);
  if (at < due || (before && before.checkedAt >= due)) return;
  await checkAndKeep(origin, at);
}
