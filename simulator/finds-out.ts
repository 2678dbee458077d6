import { expect, test } from "vitest";
import { dialect } from "@/db/columns";
import { longTest } from "@/testing/load";
import { simulate } from "./simulate";

/** How many worlds a broken rule may go unnoticed in: as many as `npm test -- deep` lets live. */
const worlds = 400;

type Rules = {
  /** Broken in every check, on SQLite. */
  soonFound: string[];
  /** Broken in `npm test -- deep`, on SQLite. */
  others: string[];
  /** Broken in `npm test -- deep`, on PostgreSQL: SQLite would keep them anyway. */
  onPostgresql?: string[];
};

/** A test for each rule: `breakIt` breaks it, and the simulator must find that out. */
export function mutants({ soonFound, others, onPostgresql = [] }: Rules, breakIt: (rule: string) => void) {
  const title = "it finds out when this is not so: %s";
  const check = async (rule: string) => {
    breakIt(rule);
    await findsOut(rule);
  };
  const here = test.skipIf(process.env.SEED);
  const longest = longTest(400_000);
  if (dialect === "sqlite") here.each(soonFound)(title, longest, check);
  const rest = dialect === "sqlite" ? others : onPostgresql;
  if (rest.length === 0) test.skip("no rule here would be kept by SQLite alone");
  here.each(rest)(title, { ...longest, tags: "deep" }, check);
}

/** Lets worlds live until one of them shows that `rule` is broken. */
async function findsOut(rule: string): Promise<void> {
  for (let seed = 1; seed <= worlds; seed += 1) {
    const { faults } = await simulate(String(seed));
    if (faults.length === 0) continue;
    if (process.env.SIM_SEEDS) console.log(rule, "| world", seed, "|", faults[0]);
    return;
  }
  expect.fail(`No world of ${worlds} found it.`);
}
