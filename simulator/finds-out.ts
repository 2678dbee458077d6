import { expect, test } from "vitest";
import { dialect } from "@/db/columns";
import { longTest } from "@/testing/load";
import { simulate } from "./simulate";

/** How many worlds may run before the broken rule must be found: as many as `npm test -- deep` runs. */
const worlds = 400;

type Rules = {
  /** Broken in every check, on SQLite. */
  soonFound: string[];
  /** Broken in `npm test -- deep`, on SQLite. */
  others: string[];
  /** Broken in `npm test -- deep`, on PostgreSQL: on SQLite they would hold anyway. */
  onPostgresql?: string[];
};

/** Adds a test for each rule: `breakIt` breaks it, and the simulator must detect that. */
export function mutants({ soonFound, others, onPostgresql = [] }: Rules, breakIt: (rule: string) => void) {
  const title = "the simulator finds that this rule is broken: %s";
  const check = async (rule: string) => {
    breakIt(rule);
    await findsOut(rule);
  };
  const here = test.skipIf(process.env.SEED);
  const longest = longTest(400_000);
  if (dialect === "sqlite") here.each(soonFound)(title, longest, check);
  const rest = dialect === "sqlite" ? others : onPostgresql;
  if (rest.length === 0) test.skip("no rule here could be kept by SQLite alone");
  here.each(rest)(title, { ...longest, tags: "deep" }, check);
}

/** Runs worlds until one of them detects that `rule` is broken. */
async function findsOut(rule: string): Promise<void> {
  for (let seed = 1; seed <= worlds; seed += 1) {
    const { faults } = await simulate(String(seed));
    if (faults.length === 0) continue;
    if (process.env.SIM_SEEDS) console.log(rule, "| world", seed, "|", faults[0]);
    return;
  }
  expect.fail(`None of ${worlds} worlds found it.`);
}
