import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runNode } from "./processes.mjs";

const stamp = ".next/twotrack-sources";
const next = "node_modules/next/dist/bin/next";

/** What lies in the project's own folder and does not go into the build. */
const outside = [
  /^(node_modules|bench|data|docs|e2e|emulators|scripts|simulator|testing|coverage|screenshots|test-results)$/,
  /^(next-env\.d\.ts|(vitest|playwright|drizzle)\.config\.ts|(biome|knip)\.json)$/,
  /\.(md|log|tsbuildinfo)$/,
];

/** Makes the production build, unless the one in .next was made of these very sources. */
export async function ensureBuild() {
  const wanted = hashOfSources();
  if (builtFrom() === wanted) return "unchanged";
  // A build that is cut short must not be taken for a whole one.
  rmSync(stamp, { force: true });
  forgetDevTypes();
  await runNode([next, "build"], { env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" } });
  writeFileSync(stamp, wanted);
  return "made";
}

/** What `next dev` wrote about pages that have gone since would fail every later type check. */
export const forgetDevTypes = () => rmSync(".next/dev/types", { recursive: true, force: true });

const builtFrom = () => (existsSync(stamp) ? readFileSync(stamp, "utf8") : undefined);

function hashOfSources() {
  const hash = createHash("sha256").update(process.versions.modules);
  for (const path of sources(".")) hash.update(`${path}\0`).update(readFileSync(path));
  return hash.digest("hex");
}

function* sources(folder) {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith(".") || /\.test\.tsx?$/.test(entry.name)) continue;
    if (folder === "." && outside.some((pattern) => pattern.test(entry.name))) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (entry.isFile()) yield path;
  }
}
