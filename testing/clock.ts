import { randomBytes } from "node:crypto";
import { useClock } from "@/lib/clock";

// Time stands still in a test until the test turns it, and who sleeps wakes when it is turned far enough. Short
// sleeps pass in real time too, so that polling goes on while the clock stands.

type Sleeper = { due: number; wake(): void };

let at = Date.now();
/** How far the wall clock was set forward or back, in milliseconds; nobody who waits notices that. */
let setBy = 0;
const sleepers = new Set<Sleeper>();
/** What counts as short, in milliseconds. */
const shortMs = 200;

/** Puts the clock on the present and stops it there. */
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

/** Turns the shop's clock alone, as when time passes in which the gateway's payment stays as it is. */
export function turnOurClock(ms: number) {
  at += ms;
  for (const sleeper of [...sleepers]) if (sleeper.due <= at) sleeper.wake();
}

/** Sets the wall clock forward or back, as when a server hears the right time; no time passes. */
export function setOurClock(ms: number) {
  setBy += ms;
}

/** The system's clock again. */
export const letClockRun = () => useClock();
