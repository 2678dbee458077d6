import { countdown, seconds } from "../clock";

/** After how many unanswered requests in a row no more are sent. */
const tripsAfter = 10;

/** How long nothing is sent then, in milliseconds; doubled after each trial that stays unanswered. */
const firstRestMs = seconds(5);
const longestRestMs = seconds(30);

/** Reports how an admitted request ended. */
export type Admission = {
  /** The gateway answered, whatever the answer. Returns true if this closes the breaker. */
  answered(): boolean;
  /** It did not answer. Returns true if this opens the breaker. */
  silent(): boolean;
};

/** Circuit breaker: stops requests to a gateway that does not answer, and after each rest admits one as a trial. */
export type Breaker = {
  /** Undefined if nothing may be sent now. */
  admit(): Admission | undefined;
  /** Whether `admit` would refuse; has no side effects. */
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
          // A request sent before the rest began and ending during it is no new evidence.
          if (rest) return rest === trial && begin(Math.min(rest.ms * 2, longestRestMs));
          return silentInARow >= tripsAfter && begin(firstRestMs);
        },
      };
    },
  };
}
