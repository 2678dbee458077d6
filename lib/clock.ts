import { randomBytes } from "node:crypto";
import { finishing } from "./ending";

/** The only code that reads the clock, sets timers and draws random bytes, so that a test can control all three. */
export type Clock = {
  /** The wall clock, which may be set forward or back at any moment. */
  now(): Date;
  /** Milliseconds since an arbitrary moment, on a monotonic clock. */
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
  random(size) {
    if (drawn.length < size) drawn = randomBytes(Math.max(size, 4_096));
    const bytes = drawn.subarray(0, size);
    drawn = drawn.subarray(size);
    return bytes;
  },
};

/** Random bytes that nobody has been given yet: asking the system for a few costs as much as asking for many. */
let drawn = Buffer.alloc(0);

// On globalThis because a bundler may load this module twice, and time must not differ between the copies.
const scope = globalThis as typeof globalThis & { twotrackClock?: Clock };

const current = () => scope.twotrackClock ?? systemClock;

/** Replaces the clock, for simulations; without an argument, restores the system clock. */
export const useClock = (clock?: Clock) => {
  if (clock) scope.twotrackClock = clock;
  else delete scope.twotrackClock;
};

export const now = () => current().now();

/** How many milliseconds are left of a wait; 0 once it is over. */
export type Countdown = () => number;

/**
 * Counts down `ms` milliseconds on the monotonic clock, so that a change of the wall clock does not delay an answer.
 */
export function countdown(ms: number): Countdown {
  const end = current().elapsed() + ms;
  return () => Math.max(0, end - current().elapsed());
}

/** Lets events that are pending be handled first, such as requests that have arrived. */
export const endOfTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

export const sleep = (ms: number, signal?: AbortSignal) => current().sleep(ms, signal);

/**
 * Waits for `work`, at most `ms` milliseconds, and returns its result; the work continues after that, and the result is
 * undefined.
 */
export async function waitAtMost<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  const waited = new AbortController();
  try {
    return await Promise.race([finishing(work), sleep(ms, waited.signal).then(() => undefined)]);
  } finally {
    // Without a reason, Node makes an error with a stack.
    waited.abort("waited");
  }
}

export const later = (from: Date, ms: number) => new Date(from.getTime() + ms);

export const seconds = (n: number) => n * 1_000;
export const minutes = (n: number) => n * 60_000;
export const hours = (n: number) => n * 3_600_000;
export const days = (n: number) => n * 86_400_000;

// Without I, L, O and U: codes are not misread over the phone and do not spell words.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** `length` random letters and digits that cannot be guessed (5 bits each). */
export function randomCode(length: number) {
  let code = "";
  for (const byte of current().random(length)) code += alphabet[byte % 32];
  return code;
}

/** A secret that somebody may have to type: 140 random bits in groups of four. */
export const typedSecret = () => (randomCode(28).match(/.{4}/g) ?? []).join("-");

/** An ID such as `pay_3f0k…` with 100 random bits. It identifies something but grants no access. */
export const newId = (
  kind:
    | "ord"
    | "pay"
    | "rf"
    | "evt"
    | "in"
    | "tr"
    | "req"
    | "mail"
    | "key"
    | "we"
    | "msg"
    | "bk"
    | "acc"
    | "stray"
    | "alarm"
    | "bst"
    | "bln"
    | "stl"
    | "read",
) => `${kind}_${randomCode(20).toLowerCase()}`;

let serial = 0;

/**
 * An ID that sorts after the ones this process created before, so that events within one millisecond keep their order.
 */
export const newSerialId = (kind: "evt" | "aud" | "cr" | "need") => {
  serial = (serial + 1) % 36 ** 4;
  const time = now().getTime().toString(36).padStart(9, "0");
  return `${kind}_${time}${serial.toString(36).padStart(4, "0")}${randomCode(8).toLowerCase()}`;
};
