import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { settingOnce } from "@/db/settings";
import { db, transaction } from "@/db/store";
import { beginVerification, giveUpVerification, lastVerified, type Verified } from "@/db/verified";
import { isOver, raise } from "../alarms/raise";
import { days, hours, later, minutes, now } from "../clock";
import { endingSignal } from "../ending";
import { log } from "../log";
import { startLoop } from "../loop";
import { argumentsOf } from "../process/tool";
import { seoulDayBegan } from "../seoul";
import { env } from "../settings/env";
import { tellResult } from "./check";

/** How long the books may go unchecked before an alarm, in milliseconds. */
export const uncheckedMs = days(2);
/** How long a check may take, and when the next one is tried after one that failed, in milliseconds. */
const patienceMs = hours(6);

/** Checks the books once a day at VERIFY_AT, Seoul time. */
export function startBookChecks() {
  if (env().verifyAtMs !== undefined)
    startLoop({ name: "check the books", everyMs: minutes(1), turn: () => checkBooksWhenDue(now()) });
}

/**
 * Checks the books if they were not checked since today's VERIFY_AT. Only one of all instances does. The work runs in a
 * separate process with a low priority, so that shoppers do not wait for it; `signal` stops it. Returns whether it
 * tried.
 */
export async function checkBooksWhenDue(at: Date, signal = endingSignal): Promise<boolean> {
  const { verifyAtMs } = env();
  if (verifyAtMs === undefined) return false;
  const due = later(seoulDayBegan(at), verifyAtMs);
  const before = await lastVerified(db);
  if (at < due || (before && before.at >= due)) return false;
  if (!(await transaction((tx) => beginVerification(tx, at, later(at, -patienceMs))))) return false;
  const since = before?.at ?? new Date(await settingOnce("unverified_since", () => at.toISOString()));
  const isOverdue = since < later(at, -uncheckedMs);
  const said = await runCheck(signal);
  const after = await lastVerified(db);
  if (isNew(after, before)) {
    if (isOverdue) isOver("books_unverified", "the books were verified");
    tellResult(after, said);
  } else if (signal.aborted) await transaction(giveUpVerification);
  else {
    log.warn({ said }, "the books could not be verified");
    if (isOverdue)
      raise(
        "books_unverified",
        { verified: before?.at ?? null },
        "the books have not been verified for days",
      );
  }
  return true;
}

const isNew = (after: Verified | undefined, before: Verified | undefined): after is Verified =>
  after !== undefined && after.at.getTime() !== before?.at.getTime();

/** Runs `npm run verify` and returns the end of what it said if it failed. */
async function runCheck(signal: AbortSignal): Promise<string> {
  try {
    await promisify(execFile)(process.execPath, [...argumentsOf("verify"), "--scheduled"], {
      signal,
      timeout: patienceMs,
    });
    return "";
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
    return said.slice(-500);
  }
}
