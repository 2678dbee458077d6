import { cpSync, existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { idOfSources } from "./build.mjs";
import { bundleTools } from "./release.mjs";

// Tests start the same programs over and over. They are bundled when a run begins, unless an earlier run has bundled the
// same sources; the commands the way a release bundles them. Each then starts in a sixth of the time its TypeScript takes.

/** Inside the project, where the packages that are not bundled are found. */
const cache = resolve("node_modules/.cache/twotrack");

/** Names the folder of this run's programs, which is laid out like a release. */
const setting = "TEST_PROGRAMS";

function programsHome(): string {
  const home = process.env[setting];
  if (!home)
    throw new Error("No programs were made: makePrograms in scripts/kit/test-programs.ts comes first.");
  return home;
}

const emulators = "emulators/main.ts";

/** What tests run in processes of their own besides the operator's commands. */
const modules = [
  "db/migrate.ts",
  "db/orders.ts",
  "db/payments.ts",
  "db/running.ts",
  "db/store.ts",
  "lib/books/invariants.ts",
  "lib/payments/refunds/refund-by-number.ts",
  "lib/payments/toss/ready.ts",
  "lib/payments/view/present.ts",
  "e2e/kit/full-shelves.ts",
  "e2e/kit/settle.ts",
] as const;

type Program = typeof emulators | `scripts/${string}.ts` | (typeof modules)[number];

const flat = (path: string) => `test-${path.replace(/\.ts$/, "").replace(/\W/g, "-")}`;

/** The bundled script of a program. */
export const scriptOf = (program: Program) =>
  join(
    programsHome(),
    "tools",
    `${program.startsWith("scripts/") ? basename(program, ".ts") : flat(program)}.mjs`,
  );

/** A program that imports modules such as `./db/store.ts`, as arguments for Node. */
export function argumentsFor(program: string): string[] {
  const bundled = program.replaceAll(/import\("\.\/([^"]+)"\)/g, (_, path: (typeof modules)[number]) => {
    if (!modules.includes(path)) throw new Error(`scripts/kit/test-programs.ts does not bundle ${path}.`);
    return `import(${JSON.stringify(pathToFileURL(scriptOf(path)).href)})`;
  });
  return ["--input-type=module", "-e", bundled];
}

/** Makes the emulators, the operator's commands and the modules above, for this process and those it starts. */
export async function makePrograms() {
  const home = join(cache, idOfSources(["emulators", "scripts", "e2e/kit"]));
  process.env[setting] = home;
  if (!existsSync(home)) await make(home);
  utimesSync(home, new Date(), new Date());
  removeOld();
}

async function make(home: string) {
  const made = `${home}.${process.pid}`;
  const more = Object.fromEntries(modules.map((path) => [flat(path), path]));
  await Promise.all([bundleTools(join(made, "tools"), more), bundleEmulators(join(made, "tools"))]);
  cpSync("db/migrations", join(made, "db/migrations"), { recursive: true });
  try {
    renameSync(made, home);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    // Another run may have been faster.
    if (!existsSync(home)) throw error;
  }
}

/** No run takes a day. */
function removeOld() {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    if (Date.now() - statSync(path).mtimeMs > 86_400_000) rmSync(path, { recursive: true, force: true });
  }
}

const bundleEmulators = (folder: string) =>
  build({
    entryPoints: [emulators],
    outfile: join(folder, `${flat(emulators)}.mjs`),
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    logLevel: "silent",
    plugins: [ownAddress],
  });

/** A file that looks for others next to itself still finds them at its original location, not next to the bundle. */
const ownAddress: Plugin = {
  name: "own address",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.tsx?$/ }, async ({ path }) => ({
      loader: path.endsWith("x") ? "tsx" : "ts",
      contents: (await readFile(path, "utf8")).replaceAll(
        "import.meta.url",
        JSON.stringify(pathToFileURL(path).href),
      ),
    })),
};
