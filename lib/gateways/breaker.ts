import { countdown, seconds } from "../clock";

/** How many requests in a row stay unanswered before no more are sent. */
const tripsAfter = 10;

/** How long nothing is sent then, in milliseconds; twice as long after each trial that stays unanswered. */
const firstRestMs = seconds(5);
const longestRestMs = seconds(30);

/** Says how a request that was let through ended. */
export type Admission = {
  /** The gateway answered, whatever it said. True when requests are let through again because of it. */
  answered(): boolean;
  /** It did not. True when no more are let through because of it. */
  silent(): boolean;
};

/** Keeps requests from a gateway that does not answer, and after each rest lets one through to see whether it does. */
export type Breaker = {
  /** Undefined when nothing may be sent now. */
  admit(): Admission | undefined;
  /** True when `admit` would let nothing through; it changes nothing. */
  refuses(): boolean;
  isOpen(): boolean;
};

type Rest = { ms: number; left: () => number; onTrial: boolean };

export function newBreaker(): Breaker {
  let silentInARow = 0;
  let rest: Rest | undefined;

  const begin = (ms: number) => {
    rest = { ms, left: countdown(ms), onTrial: false };
    return true;
  };
  const refuses = () => rest !== undefined && (rest.onTrial || rest.left() > 0);

  return {
    refuses,
    isOpen: () => rest !== undefined,
    admit() {
      if (refuses()) return undefined;
      const trial = rest;
      if (trial) trial.onTrial = true;
      return {
        answered() {
          const wasOpen = rest !== undefined;
          silentInARow = 0;
          rest = undefined;
          return wasOpen;
        },
        silent() {
          silentInARow += 1;
          // What was sent before the rest began, and ends during it, tells nothing new.
          if (rest) return rest === trial && begin(Math.min(rest.ms * 2, longestRestMs));
          return silentInARow >= tripsAfter && begin(firstRestMs);
        },
      };
    },
  };
}
