import { isOver, raise } from "../alarms/raise";
import { seconds } from "../clock";
import type { Loop } from "../loop";
import { type Unready, unready } from "./readiness";

/** How many turns in a row the database may be away or slow before an alarm: it may be restarting. */
const patience = 3;

/** Tracks consecutive failures to write, and when to raise an alarm about them. */
export function newSpell() {
  let turns = 0;
  let told = false;
  return {
    /** `begins` once per outage, when it is time for an alarm; `ends` after the outage, if an alarm was raised. */
    next(found: Unready | undefined): "begins" | "ends" | undefined {
      if (!found) {
        const ended = told;
        turns = 0;
        told = false;
        return ended ? "ends" : undefined;
      }
      turns += 1;
      if (told || (found.why !== "unwritable" && turns < patience)) return undefined;
      told = true;
      return "begins";
    },
  };
}

/**
 * Checks every few seconds whether the shop can write, even without a load balancer asking, and raises an alarm if it
 * cannot.
 */
export function watchBooks(): Loop {
  const spell = newSpell();
  return {
    name: "watch the books",
    everyMs: seconds(5),
    turn: async () => {
      const found = await unready();
      const step = spell.next(found);
      if (step === "begins") raise("books_unwritable", { ...found }, "the books cannot be written");
      if (step === "ends") isOver("books_unwritable", "the books can be written again");
    },
  };
}
