import { parseArgs } from "node:util";
import { loseTheMachine } from "../../e2e/kit/lost-machine";
import { startWorld } from "../../e2e/world";
import { type Engine, makeTemplate, removeAtEnd } from "../kit/test-databases";
import { makePrograms } from "../kit/test-programs";

// `npm run drill -- restore [sqlite|postgresql] [--orders 1000]`: shoppers buy, a backup is taken meanwhile, they go
// on, the machine is lost, and the backup is restored. Every payment that a gateway took must then be in the books or
// listed at the desk.

// If we are stopped early, everything we started stops, too.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { orders: { type: "string", default: "1000" } },
});
const [engine = "sqlite"] = positionals;
const count = Number(values.orders);
if ((engine !== "sqlite" && engine !== "postgresql") || !(Number.isInteger(count) && count >= 10)) {
  console.error("npm run drill -- restore [sqlite|postgresql] [--orders 1000]");
  process.exit(2);
}
process.exitCode = await drill(engine, count);

/** Prints what was lost and recovered. Returns 1 if a paid order is neither in the books nor listed at the desk. */
async function drill(on: Engine, orders: number): Promise<number> {
  await makePrograms();
  const template = await makeTemplate(on, ["scripts/migrate.ts", "scripts/seed.ts", "bench/restock.ts"]);
  const world = await startWorld(template);
  try {
    const { begun, cutOff, paid, inBooks, named, faults, seconds } = await loseTheMachine(world, orders);
    const told: [string, string][] = [
      [
        "purchases",
        `${begun} in ${inWords(seconds.selling)}, ${cutOff} in progress when the machine was lost`,
      ],
      ["backup", `${inWords(seconds.backup)}, while they bought`],
      ["restore", inWords(seconds.restore)],
      ["start", inWords(seconds.start)],
      ["gateways' lists", `${inWords(seconds.lists)} until nothing was in progress`],
      ["paid", `${paid} at the gateways: ${inBooks} in the books, ${named} named at the desk`],
      ["differences", String(faults.length)],
    ];
    for (const [title, text] of told) console.log(`  ${title.padEnd(18)}${text}`);
    for (const fault of faults.slice(0, 20)) console.error(`  ${fault}`);
    return faults.length > 0 || inBooks + named !== paid ? 1 : 0;
  } finally {
    await world.stop();
    await removeAtEnd(template);
  }
}

function inWords(seconds: number) {
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${(seconds / 60).toFixed(1)} min`;
}
