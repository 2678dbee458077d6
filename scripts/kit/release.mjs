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

/** Packages that are not bundled: compiled ones, and those loaded by path. The build already contains them. */
const external = ["better-sqlite3", "pg", "pino"];

/** No commands: a module of all of them, and the emulators, which a release does not have. */
const noCommands = ["load-env.ts", "emulators.ts"];

/** The operator's commands: every program in scripts/. */
const commands = readdirSync("scripts")
  .filter((name) => /^[\w-]+\.ts$/.test(name) && !noCommands.includes(name))
  .map((name) => name.replace(/\.ts$/, ""));

/**
 * Makes a folder that runs with Node alone: the current build, its start script, migrations and the operator's
 * commands. Throws a Failure if the folder exists.
 */
export async function makeRelease(folder) {
  if (existsSync(folder))
    throw new Failure(`${folder} already exists. Remove it, or choose another: npm run release -- FOLDER`);
  const made = `${folder}.new`;
  rmSync(made, { recursive: true, force: true });
  mkdirSync(dirname(made), { recursive: true });
  // Links are kept as links: Next's refer to its packages by relative paths.
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

/** The operator's commands, each as a file that Node runs, and `more` files from other sources. */
export const bundleTools = (folder, more = {}) =>
  bundle(
    folder,
    { ...Object.fromEntries(commands.map((name) => [name, `tool:${name}`])), ...more },
    fromRelease,
  );

/**
 * Loads a command only after the settings of .env: shared chunks are evaluated before the command's own code, whatever
 * the order of its imports, and they read the environment.
 */
const settingsFirst = {
  name: "settings first",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^tool:/ }, ({ path }) => ({ path: path.slice("tool:".length), namespace: "tool" }));
    onLoad({ filter: /.*/, namespace: "tool" }, ({ path }) => ({
      contents: `import "./kit/usage.mjs"; import "./load-env"; await import("./${path}");`,
      resolveDir: resolve("scripts"),
    }));
  },
};

/**
 * A command finds its migrations, and the build whose pages it checks, in its own release, wherever it is started from.
 */
const fromRelease = `import { dirname as twotrackDirname } from "node:path"; process.env.TWOTRACK_HOME ||= twotrackDirname(import.meta.dirname); process.env.TWOTRACK_BUILD ||= process.env.TWOTRACK_HOME + "/.next";`;

/** Shared code goes into separate chunks, so that programs do not each contain the same libraries. */
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
    // CommonJS libraries load Node's modules with require.
    banner: {
      js: `import { createRequire as twotrackRequire } from "node:module"; const require = twotrackRequire(import.meta.url);${first}`,
    },
  });
