import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pageCheckOf, writePageCheck } from "@/db/page-checks";
import { db, transaction } from "@/db/store";
import { raise } from "../alarms/raise";
import { days, hours, later, now } from "../clock";
import { startLoop } from "../loop";
import { seoulDate, seoulMidnight } from "../seoul";
import { env } from "../settings/env";
import { checkPages, type Found } from "./check";

/** How long pages may go unchecked before an alarm, in milliseconds. PCI DSS 4.0.1, 11.6.1 requires a weekly check. */
export const uncheckedMs = days(3);

/** Checks the pages of the shop at `origin` and stores the result. Raises an alarm if anything differs. */
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

/** The build this process serves from or, in an operator's command, the most recent one. */
function buildFolder(): string | undefined {
  if (process.env.TWOTRACK_BUILD) return process.env.TWOTRACK_BUILD;
  const named = ".builds/current";
  // A development server has no build to compare with.
  return existsSync(named) ? join(".builds", readFileSync(named, "utf8"), ".next") : undefined;
}

/** Checks a live shop's pages every night at three, Seoul time. */
export function startPageChecks() {
  if (!env().live) return;
  startLoop({ name: "check pages", everyMs: hours(1), turn: () => checkWhenDue(now()) });
}

async function checkWhenDue(at: Date) {
  const origin = env().appUrl;
  const due = later(seoulMidnight(seoulDate(at)), hours(3));
  const before = await pageCheckOf(db, origin);
  if (at < due || (before && before.checkedAt >= due)) return;
  await checkAndKeep(origin, at);
}
