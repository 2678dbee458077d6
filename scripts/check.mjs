import "./kit/usage.mjs";
import { pathToFileURL } from "node:url";
import { forgetDevTypes } from "./kit/build.mjs";
import { onInterrupt, runNode, stopAll } from "./kit/processes.mjs";
import { colored, step } from "./kit/say.mjs";

const bin = {
  biome: "node_modules/@biomejs/biome/bin/biome",
  knip: "node_modules/knip/bin/knip.js",
  next: "node_modules/next/dist/bin/next",
  tsc: "node_modules/typescript/bin/tsc",
};

const checkTypes = async () => {
  forgetDevTypes();
  await runNode([bin.next, "typegen"]);
  // Every further checker repeats much of what the others do, and occupies a processor that the other checks can use.
  await runNode([bin.tsc, "--noEmit", "--checkers", "1"]);
};

/** What runs side by side; each list runs in order. */
const lanes = [
  { types: checkTypes },
  {
    lint: () => runNode([bin.biome, "ci", "--error-on-warnings", `--colors=${colored ? "force" : "off"}`]),
    "translated pages": () => runNode(["scripts/translatable.mjs"]),
    layers: () => runNode(["scripts/layers.mjs"]),
    "unused code": () => runNode([bin.knip]),
  },
];

/** Runs every check, even after one fails, and returns how many passed and failed. */
export async function check() {
  const count = { passed: 0, failed: 0 };
  const carryOut = async (lane) => {
    for (const [name, run] of Object.entries(lane))
      try {
        await step(name, async () => {
          await run();
        });
        count.passed++;
      } catch {
        count.failed++;
      }
  };
  await Promise.all(lanes.map(carryOut));
  return count;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  onInterrupt(130, () => stopAll());
  const { failed } = await check();
  process.exitCode = failed > 0 ? 1 : 0;
}
