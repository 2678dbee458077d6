import { Problem } from "../problem";

/** Limits for expensive work: how much runs in parallel, and how much may wait. */
export type Queue = { atOnce: number; waiting: number };

/** After how many seconds to retry. */
const retryAfter = "2";

/** The problem for a request that finds the queue full. */
export const tooManyAtOnce = () =>
  new Problem("overloaded", "Too many requests are waiting at the moment. Nothing was done. Try again.", {
    headers: { "retry-after": retryAfter },
  });

/** Creates a queue. If its waiting line is full, throws `overloaded` with Retry-After without starting the work. */
export function queueOf({ atOnce, waiting }: Queue) {
  let running = 0;
  const line: (() => void)[] = [];
  return async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running < atOnce) running += 1;
    else if (line.length < waiting) await new Promise<void>((go) => line.push(go));
    else throw tooManyAtOnce();
    try {
      return await work();
    } finally {
      // The turn is handed over directly, so that a newcomer cannot overtake the waiting ones, and after other pending
      // events.
      const next = line.shift();
      if (next) setImmediate(next);
      else running -= 1;
    }
  };
}
