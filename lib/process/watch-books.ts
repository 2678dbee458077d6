import { isOver, raise } from "../alarms/raise";
import { seconds } from "../clock";
import type { Loop } from "../loop";
import { type Unready, unready } from "./readiness";

/** How many turns in a row the database may be away or slow before somebody is called: it may be starting anew. */
const patience = 3;

/** Notes in a row what kept the shop from writing; true when it is time to call somebody, once a spell. */
export function newSpell() {
  let turns = 0;
  let told = false;
  return {
    /** `begins` once a spell, when it is time to call somebody; `ends` once it is over, if somebody was called. */
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

/** Tries every few seconds whether the shop can write, also where no balancer asks, and calls somebody once it cannot. */
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
