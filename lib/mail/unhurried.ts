import { sleep } from "../clock";

/** How many times as long as writing a letter took the next one waits. */
const rest = 2;

/** How long it waits at most, in milliseconds. */
const mostMs = 50;

let line: Promise<unknown> = Promise.resolve();

/**
 * Writes one letter after another, with pauses. A letter takes some milliseconds of the thread that also answers
 * shoppers, and several in a row would keep a payment waiting. Letters of up to 25 ms take a third of its time at most.
 */
export function unhurried<T>(write: () => Promise<T>): Promise<T> {
  const written = line.then(async () => {
    const begun = performance.now();
    return { letter: await write(), tookMs: performance.now() - begun };
  });
  line = written.then(
    ({ tookMs }) => sleep(Math.min(mostMs, tookMs * rest)),
    () => undefined,
  );
  return written.then(({ letter }) => letter);
}
