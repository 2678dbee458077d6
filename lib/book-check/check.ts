import { transaction } from "@/db/store";
import { writeVerified } from "@/db/verified";
import { isOver, raise } from "../alarms/raise";
import { chainNames, type Fault, type Head, sealTransfers, verifyChain } from "../books/chain";
import { now } from "../clock";

type Checked = {
  name: (typeof chainNames)[number];
  head: Head;
  /** The first faults found, and how many there are in total. */
  faults: Fault[];
  found: number;
};

/**
 * Checks that no row of the audit log and of the books was changed, removed or moved, and stores the result. `since` has
 * heads that were recorded elsewhere, by chain. Reads a few hundred rows at a time.
 */
export async function checkBooks(since = new Map<string, Head>()): Promise<Checked[]> {
  while ((await sealTransfers()) > 0);
  const checked: Checked[] = [];
  for (const name of chainNames) checked.push({ name, ...(await verifyChain(name, since.get(name))) });
  const faults = checked.reduce((sum, { found }) => sum + found, 0);
  await transaction((tx) => writeVerified(tx, { at: now(), faults }));
  return checked;
}

/** Raises an alarm about the result of a check, or reports that it is over. `said` lists the rows, for the log. */
export function tellResult({ faults }: { faults: number }, said?: string) {
  if (faults > 0) raise("chain_broken", { faults, said }, "rows of the audit log or the books were changed");
  else isOver("chain_broken", "the audit log and the books are as they were written");
}
