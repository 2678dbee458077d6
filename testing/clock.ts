import { randomBytes } from "node:crypto";
import { useClock } from "@/lib/clock";

// Time stands still in a test until the test turns the clock, and sleepers wake once it is turned far enough. Short
// sleeps also pass in real time, so that polling continues while the clock stands.

type Sleeper = { due: number; wake(): void };

let at = Date.now();
/** How far the wall clock was set forward or back, in milliseconds; sleepers are not affected. */
let setBy = 0;
const sleepers = new Set<Sleeper>();
/** The longest sleep that counts as short, in milliseconds. */
const shortMs = 200;

/** Sets the clock to the present and stops it there. */
export function stopClock() {
  at = Date.now();
  setBy = 0;
  useClock({
    now: () => new Date(at + setBy),
    elapsed: () => at,
    random: (size) => randomBytes(size),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          sleepers.delete(sleeper);
          signal?.removeEventListener("abort", wake);
          resolve();
        };
        const timer = ms <= shortMs ? setTimeout(wake, ms) : undefined;
        const sleeper = { due: at + ms, wake };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", wake);
        if (signal?.aborted) wake();
      }),
  });
}

/** Advances only the shop's clock, so that time passes while the gateway's payment stays unchanged. */
export function turnOurClock(ms: number) {
  at += ms;
  for (const sleeper of [...sleepers]) if (sleeper.due <= at) sleeper.wake();
}

/** Sets the wall clock forward or back, as when a server corrects its time; no time passes. */
export function setOurClock(ms: number) {
  setBy += ms;
}

/** Restores the system clock. */
export const letClockRun = () => useClock();
