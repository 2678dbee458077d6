import { checkDatabase, LacksMigrations } from "@/db/health";
import { beat } from "@/db/heartbeat";
import { isBusy } from "@/db/overload";
import { codeOf } from "@/db/unit";
import { unwritableBecause } from "@/db/unwritable";
import { type Countdown, countdown, now, seconds, waitAtMost } from "../clock";

/** What keeps an instance from selling: why, and the database's own code where there is one. */
export type Unready = { why: "away" | "lacks_migrations" | "unwritable" | "slow"; code: string };

/** For how long an answer stands, in milliseconds: however often anybody asks, the database is asked no more often. */
const standsMs = seconds(3);
/** For how long a database that is only busy counts as working, from its last heartbeat on, in milliseconds. */
const busyMs = seconds(15);
/** How long whoever asks waits for a heartbeat that is under way, in milliseconds. */
const patienceMs = seconds(2);

type Pulse = {
  stands: Countdown;
  good: Countdown;
  found: Unready | undefined;
  asking: Promise<void> | undefined;
};

// On globalThis because a bundler may load this module twice.
const scope = globalThis as typeof globalThis & { twotrackPulse?: Pulse };

/**
 * Whether a purchase can be written: undefined where it can. A row is written and committed to find out, every 3 seconds at
 * most. Answers within about 2 seconds, also while the database does not.
 */
export async function unready(): Promise<Unready | undefined> {
  scope.twotrackPulse ??= { stands: () => 0, good: () => 0, found: undefined, asking: undefined };
  const pulse = scope.twotrackPulse;
  const met = unwritableBecause();
  // What a purchase met since the last heartbeat counts before the next one tells.
  if (pulse.stands() > 0 && !(met && !pulse.found)) return pulse.found;
  const asking =
    pulse.asking ??
    ask(pulse).finally(() => {
      pulse.asking = undefined;
    });
  pulse.asking = asking;
  await waitAtMost(patienceMs, asking);
  const goesOn = pulse.asking === asking;
  if (goesOn && pulse.good() === 0) return { why: "slow", code: "" };
  return pulse.found;
}

async function ask(pulse: Pulse) {
  try {
    await checkDatabase();
    await beat(now());
    pulse.found = undefined;
    pulse.good = countdown(busyMs);
  } catch (error) {
    pulse.found = foundBy(error, pulse.good() > 0);
  }
  pulse.stands = countdown(standsMs);
}

function foundBy(error: unknown, wasGood: boolean): Unready | undefined {
  const code = codeOf(error);
  if (error instanceof LacksMigrations) return { why: "lacks_migrations", code: "" };
  if (unwritableBecause() !== undefined) return { why: "unwritable", code };
  // A database that has much to do makes shoppers wait: to send them away would help nobody.
  if (isBusy(error)) return wasGood ? undefined : { why: "slow", code };
  return { why: "away", code };
}

/** Forgets what was found, for tests. */
export const forgetPulse = () => {
  delete scope.twotrackPulse;
};
