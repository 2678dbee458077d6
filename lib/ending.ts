import { setMaxListeners } from "node:events";

// Whether this process is shutting down, and the work it finishes first. lib/process/stop.ts shuts it down.

// On globalThis because a bundler may load this module twice, and a process ends only once.
const scope = globalThis as typeof globalThis & {
  twotrackEnding?: { begun: AbortController; work: Set<Promise<unknown>> };
};
scope.twotrackEnding ??= { begun: new AbortController(), work: new Set() };
const ending = scope.twotrackEnding;

/** Aborts when this process starts to shut down: no new work is started after that. */
export const endingSignal = ending.begun.signal;
// Every loop adds a listener.
setMaxListeners(0, endingSignal);

export const isEnding = () => ending.begun.signal.aborted;

export const beginEnding = () => ending.begun.abort();

/**
 * Tracks work that no request waits for, so that the process does not end in the middle of it. Returns the same
 * promise.
 */
export function finishing<T>(work: Promise<T>): Promise<T> {
  ending.work.add(work);
  const done = () => ending.work.delete(work);
  work.then(done, done);
  return work;
}

/** How many tracked pieces of work are not done yet. */
export const workLeft = () => ending.work.size;
