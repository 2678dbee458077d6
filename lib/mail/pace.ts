import { hours, later, minutes } from "../clock";

/** How long to wait after each try; the last try is a day after the first. */
const pauses = [minutes(1), minutes(5), minutes(15), hours(1), hours(3), hours(6), hours(14)];

/** When to try again after this many tries; undefined if that was the last. */
export function nextTry(tries: number, at: Date): Date | undefined {
  const pause = pauses[tries - 1];
  return pause === undefined ? undefined : later(at, pause);
}
