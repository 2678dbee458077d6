import { usage } from "./kit/usage.mjs";
import "./load-env";
import { parseArgs } from "node:util";
import { closeStore } from "@/db/store";
import { noteRestore, restore } from "@/lib/backup/restore";
import { now } from "@/lib/clock";

const { path, asOf } = readArguments();
try {
  if (asOf) {
    await noteRestore(asOf, "another program");
    console.log(`The database is recorded as of ${asOf.toISOString()}.`);
  } else {
    const { backup, kept } = await restore(path);
    console.log(`The database is as of ${backup.manifest.moment}.`);
    if (kept) console.log(`The previous database is kept: ${kept}.`);
  }
  console.log(
    "Start the shop. It asks the gateways what happened since, and shows at the desk under “Needs review” what was paid " +
      "and is not in the books. Refund nothing before that.",
  );
} catch (error) {
  console.error(`Nothing was restored: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  await closeStore();
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { "as-of": { type: "string" } },
    });
    const moment = values["as-of"];
    const asOf = moment === undefined ? undefined : new Date(moment);
    const [from = "", ...more] = positionals;
    if (more.length > 0 || (from === "") === (asOf === undefined)) throw new Error("usage");
    // A time without its zone would be read in this machine's zone.
    if (asOf && !(asOf <= now() && /(Z|[+-]\d\d:\d\d)$/.test(moment ?? ""))) throw new Error("usage");
    return { path: from, asOf };
  } catch {
    console.error(usage);
    process.exit(2);
  }
}
