import { usage } from "./kit/usage.mjs";
import "./load-env";
import "./kit/tell-refusals";
import { constants, setPriority } from "node:os";
import { parseArgs } from "node:util";
import { closeStore } from "@/db/store";
import { deliverAlarms } from "@/lib/alarms/delivery/deliver";
import { checkBooks, tellResult } from "@/lib/book-check/check";
import { adopt, chainNames, exchangeChainKey, type Fault, type Head } from "@/lib/books/chain";

const titles = { audit_log: "Audit log", transfers: "Transfers" };
const sentences: Record<Fault["is"], string> = {
  changed: "was changed or moved",
  missing: "missing",
  not_sealed: "has no seal of the shop's",
  not_as_it_was: "differs from the one before",
};

const { since, wantsAdoption, wantsKey, isScheduled } = readArguments();
// The shop may be running beside it.
setPriority(constants.priority.PRIORITY_LOW);
if (wantsAdoption) {
  const taken = await adopt();
  console.log(`Sealed ${taken.audit_log} rows of the audit log and ${taken.transfers} transfers.`);
}
let failed = await tellsFaults();
if (wantsKey && !failed) {
  await exchangeChainKey();
  console.log("Everything is sealed with a new key:");
  since.clear();
  failed = await tellsFaults();
}
if (!isScheduled) await deliverAlarms();
await closeStore();
process.exit(failed ? 1 : 0);

/** Checks both chains and prints the result. Returns whether there are faults. */
async function tellsFaults(): Promise<boolean> {
  const checked = await checkBooks(since);
  for (const { name, head, faults, found } of checked) {
    const end = head.seq > 0 ? `, head ${name}:${head.seq}:${head.seal}` : "";
    if (found === 0) console.log(`${titles[name]}: ${head.seq} rows, all unchanged${end}`);
    else {
      console.error(`${titles[name]}: ${head.seq} rows, ${found} faults${end}`);
      for (const { row, is } of faults) console.error(`  ${row}: ${sentences[is]}`);
      if (found > faults.length) console.error(`  and ${found - faults.length} more`);
    }
  }
  const faults = checked.reduce((sum, { found }) => sum + found, 0);
  // The shop itself raises the alarm about a check that it has started.
  if (!isScheduled) tellResult({ faults });
  return faults > 0;
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        since: { type: "string", multiple: true },
        adopt: { type: "boolean" },
        "new-key": { type: "boolean" },
        scheduled: { type: "boolean" },
      },
    });
    return {
      since: new Map((values.since ?? []).map(readHead)),
      wantsAdoption: values.adopt === true,
      wantsKey: values["new-key"] === true,
      isScheduled: values.scheduled === true,
    };
  } catch {
    console.error(usage);
    process.exit(2);
  }
}

/** Parses `audit_log:120:SEAL`, as it was printed. Throws for anything else. */
function readHead(text: string): [string, Head] {
  const [, name = "", seq, seal = ""] = /^(\w+):(\d+):([\w-]{43})$/.exec(text) ?? [];
  if (!chainNames.some((known) => known === name)) throw new Error("no head");
  return [name, { seq: Number(seq), seal }];
}
