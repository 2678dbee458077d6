import { setMaxListeners } from "node:events";

// Whether this process is about to end, and what it does until then. lib/process/stop.ts ends it.

// On globalThis because a bundler may load this module twice, and a process ends once.
const scope = globalThis as typeof globalThis & {
  twotrackEnding?: { begun: AbortController; work: Set<Promise<unknown>> };
};
scope.twotrackEnding ??= { begun: new AbortController(), work: new Set() };
const ending = scope.twotrackEnding;

/** Aborts when this process begins to end: nobody takes on new work then. */
export const endingSignal = ending.begun.signal;
// Each loop listens.
setMaxListeners(0, endingSignal);

export const isEnding = () => ending.begun.signal.aborted;

export const beginEnding = () => ending.begun.abort();

/** Notes work that no request waits for, so that the process does not end in the middle of it. Answers the same promise. */
export function finishing<T>(work: Promise<T>): Promise<T> {
  ending.work.add(work);
  const done = () => ending.work.delete(work);
  work.then(done, done);
  return work;
}

/** How much noted work is not done yet. */
export const workLeft = () => ending.work.size;
