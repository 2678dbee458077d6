import { expect } from "vitest";
import { simulate } from "./simulate";

/** How many worlds a broken rule may go unnoticed in. */
const worlds = 200;

/** Lets worlds live until one of them shows that `rule` is broken. */
export async function findsOut(rule: string): Promise<void> {
  for (let seed = 1; seed <= worlds; seed += 1) {
    const { faults } = await simulate(String(seed));
    if (faults.length === 0) continue;
    if (process.env.SIM_SEEDS) console.log(rule, "| world", seed, "|", faults[0]);
    return;
  }
  expect.fail(`No world of ${worlds} found it.`);
}

/** For one rule: worlds are many, and each takes a while. */
export const longestMs = 180_000;
