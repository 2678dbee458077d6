import "./load-env";
import "./kit/tell-refusals";
import { parseArgs } from "node:util";
import { writeSetting } from "@/db/settings";
import { closeStore, transaction } from "@/db/store";
import { deliverAlarms } from "@/lib/alarms/delivery/deliver";
import { isOver, raise } from "@/lib/alarms/raise";
import {
  adopt,
  chainNames,
  exchangeChainKey,
  type Fault,
  type Head,
  sealTransfers,
  verifyChain,
} from "@/lib/books/chain";
import { now } from "@/lib/clock";

const usage = `npm run verify                                checks that no row of the audit log and of the books was changed,
                                              taken out or put into another place
npm run verify -- --since audit_log:120:SEAL  and that the first 120 rows are those that there were when this head was
                                              printed or logged; may be given for each chain
npm run verify -- --adopt                     takes rows without a seal into their chains, once you have looked at them
npm run verify -- --new-key                   seals everything anew with another key, while the shop stands still; heads that
                                              were printed or logged before fit no more`;

const titles = { audit_log: "Audit log", transfers: "Transfers" };
const sentences: Record<Fault["is"], string> = {
  changed: "was changed, or put into another place",
  missing: "missing",
  not_sealed: "has no seal of the shop's",
  not_as_it_was: "is another one than there was",
};

const { since, wantsAdoption, wantsKey } = readArguments();
if (wantsAdoption) {
  const taken = await adopt();
  console.log(`Sealed ${taken.audit_log} rows of the audit log and ${taken.transfers} transfers.`);
}
while ((await sealTransfers()) > 0);
let failed = false;
/** The number of faults. */
let found = 0;
await check();
if (wantsKey && !failed) {
  await exchangeChainKey();
  console.log("Everything is sealed with a new key:");
  since.clear();
  await check();
}
await transaction((tx) => writeSetting(tx, "verified", JSON.stringify({ at: now(), faults: found })));
if (found > 0) raise("chain_broken", { faults: found }, "rows of the audit log or the books were changed");
else isOver("chain_broken", "the audit log and the books are as they were written");
await deliverAlarms();
await closeStore();
process.exit(failed ? 1 : 0);

async function check() {
  for (const name of chainNames) {
    const { head, faults } = await verifyChain(name, since.get(name));
    const end = head.seq > 0 ? `, head ${name}:${head.seq}:${head.seal}` : "";
    if (faults.length === 0) console.log(`${titles[name]}: ${head.seq} rows, all as they were written${end}`);
    else {
      failed = true;
      found += faults.length;
      console.error(`${titles[name]}: ${head.seq} rows, ${faults.length} faults${end}`);
      for (const { row, is } of faults) console.error(`  ${row}: ${sentences[is]}`);
    }
  }
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        since: { type: "string", multiple: true },
        adopt: { type: "boolean" },
        "new-key": { type: "boolean" },
      },
    });
    return {
      since: new Map((values.since ?? []).map(readHead)),
      wantsAdoption: values.adopt === true,
      wantsKey: values["new-key"] === true,
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
