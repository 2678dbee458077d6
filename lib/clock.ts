import { randomBytes } from "node:crypto";
import { finishing } from "./ending";

/** The one place that reads the clock, sets timers and draws randomness, so that a test can own all three. */
export type Clock = {
  /** The wall clock, which may be set forward and back at any moment. */
  now(): Date;
  /** Milliseconds since some moment, on a clock that nobody sets and that never goes back. */
  elapsed(): number;
  /** Resolves after `ms` milliseconds, or at once when `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** `size` random bytes. */
  random(size: number): Uint8Array;
};

const systemClock: Clock = {
  now: () => new Date(),
  elapsed: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal?.addEventListener("abort", done, { once: true });
    }),
  random: (size) => randomBytes(size),
};

// On globalThis because a bundler may load this module twice, and time must not differ between the copies.
const scope = globalThis as typeof globalThis & { twotrackClock?: Clock };

const current = () => scope.twotrackClock ?? systemClock;

/** Replaces the clock, for simulations; without an argument the system's clock is back. */
export const useClock = (clock?: Clock) => {
  if (clock) scope.twotrackClock = clock;
  else delete scope.twotrackClock;
};

export const now = () => current().now();

/** How many milliseconds are left of a time that somebody waits; 0 once it is over. */
export type Countdown = () => number;

/** Counts `ms` milliseconds down. It does not read the wall clock: who waits is answered in time also when that is set. */
export function countdown(ms: number): Countdown {
  const end = current().elapsed() + ms;
  return () => Math.max(0, end - current().elapsed());
}

export const sleep = (ms: number, signal?: AbortSignal) => current().sleep(ms, signal);

/** Waits for `work`, `ms` milliseconds at most; the work goes on after that. */
export async function waitAtMost(ms: number, work: Promise<unknown>): Promise<void> {
  const waited = new AbortController();
  try {
    await Promise.race([finishing(work), sleep(ms, waited.signal)]);
  } finally {
    waited.abort();
  }
}

export const later = (from: Date, ms: number) => new Date(from.getTime() + ms);

export const seconds = (n: number) => n * 1_000;
export const minutes = (n: number) => n * 60_000;
export const hours = (n: number) => n * 3_600_000;
export const days = (n: number) => n * 86_400_000;

// Without I, L, O and U: nobody misreads it on the phone, and it spells nothing.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** `length` letters and digits nobody can guess (5 bits each). */
export const randomCode = (length: number) =>
  Array.from(current().random(length), (byte) => alphabet[byte % 32]).join("");

/** A secret that a person may have to type: 140 random bits in groups of four. */
export const typedSecret = () => (randomCode(28).match(/.{4}/g) ?? []).join("-");

/** An id such as `pay_3f0k…` with 100 random bits: it names something, and opens nothing. */
export const newId = (
  kind: "ord" | "pay" | "rf" | "evt" | "in" | "tr" | "req" | "mail" | "key" | "bk" | "stray" | "alarm",
) => `${kind}_${randomCode(20).toLowerCase()}`;

let serial = 0;

/** An id that sorts after those this process made before: what happened in one millisecond keeps its order. */
export const newSerialId = (kind: "evt" | "aud" | "cr" | "need") => {
  serial = (serial + 1) % 36 ** 4;
  const time = now().getTime().toString(36).padStart(9, "0");
  return `${kind}_${time}${serial.toString(36).padStart(4, "0")}${randomCode(8).toLowerCase()}`;
};
