import { Problem } from "../problem";

/** Expensive work that takes turns: so much of it at once, and so many who wait for a turn. */
export type Queue = { atOnce: number; waiting: number };

/** After so many seconds it is worth asking again. */
const retryAfter = "2";

/** What is told to whoever finds too many before them. */
export const tooManyAtOnce = () =>
  new Problem("overloaded", "Too many requests are waiting at the moment. Nothing was done. Try again.", {
    headers: { "retry-after": retryAfter },
  });

/**
 * Makes a queue. What finds its waiting line full is refused at once: throws overloaded, with Retry-After, and the work
 * has not begun.
 */
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
      // A turn is handed on as it is, so that nobody who comes now passes those who wait; and after what else came in.
      const next = line.shift();
      if (next) setImmediate(next);
      else running -= 1;
    }
  };
}
