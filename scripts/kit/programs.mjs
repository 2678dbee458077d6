import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

// `npm start` runs two programs besides the shop: one that prepares the start, and the emulators. Each is bundled into
// one script when its sources have changed, which starts in a third of the time its TypeScript takes.
const folder = ".builds/programs";
const programs = { prepare: "scripts/kit/prepare.ts", emulators: "emulators/main.ts" };

/** Lists the files that the programs were made from, and a digest of their contents. */
const list = join(folder, "made-from.json");

/** The bundled script of a program. */
export const programOf = (name) => join(folder, `${name}.mjs`);

/** Bundles the programs, unless those of the current sources exist. */
export async function ensurePrograms() {
  if (isCurrent()) return;
  const fresh = `${folder}.new`;
  rmSync(fresh, { recursive: true, force: true });
  const files = await bundle(fresh);
  writeFileSync(join(fresh, "made-from.json"), JSON.stringify({ files, digest: digestOf(files) }));
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
}

function isCurrent() {
  if (!existsSync(list)) return false;
  const { files, digest } = JSON.parse(readFileSync(list, "utf8"));
  return digestOf(files) === digest;
}

/** package-lock.json stands for the packages. */
function digestOf(files) {
  const hash = createHash("sha256").update(process.versions.modules);
  for (const path of [...files, "package-lock.json", "tsconfig.json"])
    hash.update(`${path}\0`).update(existsSync(path) ? readFileSync(path) : "missing");
  return hash.digest("hex");
}

/** Returns our own files that went into the programs. */
async function bundle(outdir) {
  // The packages may not have been installed when this module is loaded.
  const { build, stop } = await import("esbuild");
  const { metafile } = await build({
    entryPoints: programs,
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    metafile: true,
    legalComments: "none",
    platform: "node",
    target: "node20.19",
    format: "esm",
    // Compiled packages, and those loaded by path.
    external: ["better-sqlite3", "esbuild", "pg", "pino"],
    plugins: [ownAddress],
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "error",
    banner: {
      js: `import { createRequire as twotrackRequire } from "node:module"; const require = twotrackRequire(import.meta.url);`,
    },
  });
  await stop();
  return Object.keys(metafile.inputs)
    .filter((path) => !path.startsWith("node_modules/"))
    .sort();
}

/** A file that looks for others next to itself still finds them at its original location, not next to the bundle. */
const ownAddress = {
  name: "own address",
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]emulators[\\/].*\.tsx?$/ }, async ({ path }) => ({
      loader: path.endsWith("x") ? "tsx" : "ts",
      contents: (await readFile(path, "utf8")).replaceAll(
        "import.meta.url",
        JSON.stringify(pathToFileURL(path).href),
      ),
    })),
};
