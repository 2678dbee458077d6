import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { build } from "esbuild";
import { currentBuild } from "./build.mjs";
import { Failure } from "./say.mjs";

/** Packages that stay packages: those that are compiled, and what is loaded by its path. The build has them already. */
const external = ["better-sqlite3", "pg", "pino"];

/** The commands of an operator: every program in scripts/. */
const commands = readdirSync("scripts")
  .filter((name) => /^[\w-]+\.ts$/.test(name) && name !== "load-env.ts")
  .map((name) => name.replace(/\.ts$/, ""));

/**
 * Makes a folder that runs with Node alone: the current build, what starts it, migrations and the commands of an operator.
 * Throws a Failure where something is there already.
 */
export async function makeRelease(folder) {
  if (existsSync(folder))
    throw new Failure(`${folder} is there already. Remove it, or name another: npm run release -- FOLDER`);
  const made = `${folder}.new`;
  rmSync(made, { recursive: true, force: true });
  mkdirSync(dirname(made), { recursive: true });
  // Links stay as they are: Next's lead to its packages by the way from one to the other.
  cpSync(currentBuild(), made, { recursive: true, verbatimSymlinks: true });
  cpSync("db/migrations", join(made, "db/migrations"), { recursive: true });
  await bundle(made, { start: "scripts/kit/serve.ts" });
  await bundleTools(join(made, "tools"));
  const { name, version, license } = JSON.parse(readFileSync("package.json", "utf8"));
  const scripts = Object.fromEntries(commands.map((command) => [command, `node tools/${command}.mjs`]));
  writeFileSync(
    join(made, "package.json"),
    `${JSON.stringify({ name, version, license, private: true, type: "module", scripts: { start: "node start.mjs", ...scripts } }, null, 2)}\n`,
  );
  renameSync(made, folder);
}

/** The commands of an operator, each as a file that Node runs. */
export const bundleTools = (folder) =>
  bundle(folder, Object.fromEntries(commands.map((name) => [name, `tool:${name}`])), fromRelease);

/**
 * A command is loaded when the settings of .env are: files that commands share are evaluated before what is in the command's
 * own, whatever the order of its imports, and they read the environment.
 */
const settingsFirst = {
  name: "settings first",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^tool:/ }, ({ path }) => ({ path: path.slice("tool:".length), namespace: "tool" }));
    onLoad({ filter: /.*/, namespace: "tool" }, ({ path }) => ({
      contents: `import "./load-env"; await import("./${path}");`,
      resolveDir: resolve("scripts"),
    }));
  },
};

/** A command finds migrations, and the build whose pages it checks, in its own release, wherever it is started. */
const fromRelease = `import { dirname as twotrackDirname } from "node:path"; process.env.TWOTRACK_HOME ||= twotrackDirname(import.meta.dirname); process.env.TWOTRACK_BUILD ||= process.env.TWOTRACK_HOME + "/.next";`;

/** What the programs share is in files of its own, so that each does not bring the same libraries along. */
const bundle = (outdir, entryPoints, first = "") =>
  build({
    entryPoints,
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    minifySyntax: true,
    legalComments: "none",
    platform: "node",
    target: "node20.19",
    format: "esm",
    external,
    plugins: [settingsFirst],
    tsconfigRaw: JSON.parse(readFileSync("tsconfig.json", "utf8")),
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "error",
    // Libraries that are CommonJS ask for modules of Node's own by require.
    banner: {
      js: `import { createRequire as twotrackRequire } from "node:module"; const require = twotrackRequire(import.meta.url);${first}`,
    },
  });
