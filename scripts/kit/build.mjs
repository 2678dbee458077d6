import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { isAlive, runNode } from "./processes.mjs";
import { Failure } from "./say.mjs";

// A production build is a folder, .builds/ID, that never changes once complete: a running shop reads its files from
// there for as long as it runs. ID identifies the sources it was made from.
const builds = ".builds";
/** Names the build that was requested last. */
const current = join(builds, "current");
/** Has one file for each shop that runs from a build, named by process id, containing the build's id. */
const running = join(builds, "running");
const next = "node_modules/next/dist/bin/next";

/**
 * Everything that goes into a build; package-lock.json stands for the packages. Changes to any other file do not cause
 * a new build.
 */
const sources = [
  "app",
  "components",
  "db",
  "i18n",
  "lib",
  "messages",
  "public",
  "instrumentation.ts",
  "next.config.ts",
  "package-lock.json",
  "package.json",
  "postcss.config.mjs",
  "proxy.ts",
  "tsconfig.json",
];

/** Makes the production build of the current sources, unless it exists. */
export async function ensureBuild() {
  const id = idOfSources();
  const isThere = isWhole(id);
  if (!isThere) await make(id);
  if (currentId() !== id) writeWhole(current, id);
  return isThere ? "unchanged" : "made";
}

/** The same before a start, but never builds next to a running shop: that takes a gigabyte of memory. */
export async function ensureBuildToStart() {
  if (!isWhole(idOfSources()) && shopsRunning().length > 0)
    throw new Failure(
      "The sources have changed since they were built, and a shop runs from this folder.\nRun `npm run build` first, then stop the shop and start it again.",
    );
  return ensureBuild();
}

/** The folder of the build that was requested last: server.js, .next, public and what they need. */
export function currentBuild() {
  const id = currentId();
  if (!id || !isWhole(id)) throw new Failure("There is no build. Run `npm run build` first.");
  return join(builds, id);
}

/** Records that a shop runs from this build until this process ends, so that the build is kept. */
export function noteRunning(build) {
  const note = join(running, String(process.pid));
  try {
    mkdirSync(running, { recursive: true });
    writeFileSync(note, build.slice(builds.length + 1));
  } catch {
    // The folder may be read-only for the user who runs the shop; then nobody builds in it either.
    return;
  }
  process.on("exit", () => rmSync(note, { force: true }));
}

/** What `next dev` wrote about pages that no longer exist would fail every later type check. */
export const forgetDevTypes = () => rmSync(".next/dev/types", { recursive: true, force: true });

const currentId = () => (existsSync(current) ? readFileSync(current, "utf8") : undefined);
const isWhole = (id) => existsSync(join(builds, id, "server.js"));

/** The ids of the builds that shops run from. */
function shopsRunning() {
  if (!existsSync(running)) return [];
  return readdirSync(running)
    .filter((pid) => isAlive(Number(pid)))
    .map((pid) => readFileSync(join(running, pid), "utf8"));
}

const wanted = new Set([".next", "node_modules", "package.json", "server.js"]);

/** Next copies it from node_modules; a shop does not start without it. */
const compiled = "node_modules/better-sqlite3/build/Release/better_sqlite3.node";

async function make(id) {
  forgetDevTypes();
  rmSync(".next/standalone", { recursive: true, force: true });
  await runNode([next, "build"], {
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", NEXT_DEPLOYMENT_ID: id },
  });
  const made = ".next/standalone";
  if (!existsSync(join(made, compiled)))
    throw new Failure(
      "The build lacks better-sqlite3, which is not compiled yet. Install the packages, then build again.",
    );
  // Next puts this machine's settings next to the program, and files that some path in the code seems to name.
  for (const name of readdirSync(made)) if (!wanted.has(name)) rmSync(join(made, name), { recursive: true });
  cpSync(".next/static", join(made, ".next/static"), { recursive: true });
  cpSync("public", join(made, "public"), { recursive: true });
  keepEarlierScripts(made);
  writeFileSync(join(made, "server.js"), serverOf(readFileSync(join(made, "server.js"), "utf8")));
  const folder = join(builds, id);
  mkdirSync(builds, { recursive: true });
  rmSync(folder, { recursive: true, force: true });
  renameSync(made, folder);
  removeOthers(id);
}

/**
 * Pages loaded before an upgrade still request scripts of the previous build. Their file names contain content hashes.
 */
function keepEarlierScripts(made) {
  const list = "own-files.json";
  const files = readdirSync(".next/static", { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(".next/static/".length));
  writeFileSync(join(made, list), JSON.stringify(files));
  const earlier = currentId() && join(builds, currentId());
  if (!earlier || !existsSync(join(earlier, list))) return;
  for (const file of JSON.parse(readFileSync(join(earlier, list), "utf8"))) {
    const from = join(earlier, ".next/static", file);
    const to = join(made, ".next/static", file);
    if (existsSync(from) && !existsSync(to)) cpSync(from, to);
  }
}

/**
 * How much the heap may grow between two collections, in percent. By default V8 lets it grow up to four times while many
 * requests are in flight, and keeps the memory: the server took 404 MB, and takes 227 with the same processor time.
 */
const heapGrowing = "import v8 from 'node:v8'\nv8.setFlagsFromString('--heap-growing-percent=40')\n";

/** Next's server changes to its own folder when it starts. Ours stays where the settings and the data are. */
function serverOf(program) {
  const move = "process.chdir(__dirname)";
  if (!program.includes(move)) throw new Error("Next's server.js is not as expected: scripts/kit/build.mjs");
  return heapGrowing + program.replace(move, "process.env.TWOTRACK_BUILD ||= path.join(__dirname, '.next')");
}

/** Folders in `builds` that are not builds. */
const others = new Set(["programs", "running"]);

/** Keeps this build, the previous one as a fallback, and those that shops run from. */
function removeOthers(id) {
  const kept = new Set([id, currentId(), ...shopsRunning()]);
  for (const entry of readdirSync(builds, { withFileTypes: true }))
    if (entry.isDirectory() && !others.has(entry.name) && !kept.has(entry.name))
      rmSync(join(builds, entry.name), { recursive: true, force: true });
}

/** Writes a file atomically. */
function writeWhole(path, text) {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

/** The id of a build from the sources in this folder, and from `more` files and folders. */
export function idOfSources(more = []) {
  const hash = createHash("sha256").update(process.versions.modules);
  for (const path of filesOf([...sources, ...more])) hash.update(`${path}\0`).update(readFileSync(path));
  return hash.digest("hex").slice(0, 16);
}

function* filesOf(paths) {
  for (const path of paths) {
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (name.startsWith(".") || /\.test\.tsx?$/.test(name) || !existsSync(path)) continue;
    if (!statSync(path).isDirectory()) yield path;
    else
      yield* filesOf(
        readdirSync(path)
          .sort()
          .map((child) => `${path}/${child}`),
      );
  }
}
