import { checkDatabase, LacksMigrations } from "@/db/health";
import { beat } from "@/db/heartbeat";
import { isBusy } from "@/db/overload";
import { codeOf } from "@/db/unit";
import { unwritableBecause } from "@/db/unwritable";
import { type Countdown, countdown, now, seconds, waitAtMost } from "../clock";

/** Why an instance cannot sell, with the database's error code if there is one. */
export type Unready = { why: "away" | "lacks_migrations" | "unwritable" | "slow"; code: string };

/** How long a result is reused, in milliseconds, however often it is requested. */
const standsMs = seconds(3);
/** How long after its last successful heartbeat a busy database still counts as working, in milliseconds. */
const busyMs = seconds(15);
/** How long a caller waits for a heartbeat in progress, in milliseconds. */
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
 * Whether a purchase can be written: undefined if it can. Writes and commits a row to find out, at most every 3
 * seconds. Resolves within about 2 seconds, even if the database does not respond.
 */
export async function unready(): Promise<Unready | undefined> {
  scope.twotrackPulse ??= { stands: () => 0, good: () => 0, found: undefined, asking: undefined };
  const pulse = scope.twotrackPulse;
  const met = unwritableBecause();
  // A failed purchase since the last heartbeat counts at once.
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
  // A busy database makes shoppers wait; turning them away would help nobody.
  if (isBusy(error)) return wasGood ? undefined : { why: "slow", code };
  return { why: "away", code };
}

/** Clears the result, for tests. */
export const forgetPulse = () => {
  delete scope.twotrackPulse;
};
