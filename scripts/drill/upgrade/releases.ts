import { execFile } from "node:child_process";
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import type { Engine } from "../../kit/test-databases";

export type Releases = { today: string; next: string };

/** The next release's last migration: the kinds of change a migration may make while older instances keep working. */
const added = `ALTER TABLE orders ADD COLUMN drill text DEFAULT 'begun before' NOT NULL;--> statement-breakpoint
ALTER TABLE payments ADD COLUMN drill text;--> statement-breakpoint
CREATE INDEX orders_drill ON orders (drill);--> statement-breakpoint
CREATE TABLE drills (id text PRIMARY KEY NOT NULL, order_id text REFERENCES orders (id));
`;
const addedTag = "9999_drill";

/** Makes a release from the current sources, and a next one: the same programs with one more migration. */
export async function makeReleases(folder: string): Promise<Releases> {
  const [today, next] = [join(folder, "today"), join(folder, "next")];
  await promisify(execFile)(process.execPath, ["scripts/release.mjs", today]);
  cpSync(today, next, { recursive: true, verbatimSymlinks: true });
  for (const engine of ["sqlite", "postgresql"] as const)
    writeFileSync(join(next, migrationsOf(engine), `${addedTag}.sql`), added);
  // Programs contain the list of migrations, so that they know what an older database lacks and what a newer one has.
  const told = filesOf(next).filter((file) => tellMore(join(next, file)));
  const kinds = [/^db\/.*\.json$/, /^tools\/.*\.mjs$/, /^\.next\/server\/.*\.js$/];
  if (!kinds.every((kind) => told.some((file) => kind.test(file))))
    throw new Error(
      `The list of migrations was not found in every kind of file that needs it, only in: ${told.join(", ")}`,
    );
  return { today, next };
}

/** Adds the migration wherever this file lists the last one. Returns whether it did. */
function tellMore(path: string): boolean {
  const text = readFileSync(path, "utf8");
  const more = text.replace(lastEntry, (entry) => `${entry},${after(entry)}`);
  if (more === text) return false;
  writeFileSync(path, more);
  return true;
}

const migrationsOf = (engine: Engine) => join("db/migrations", engine);

/** Both engines use the same migration names. */
const journal: { entries: { tag: string }[] } = JSON.parse(
  readFileSync("db/migrations/sqlite/meta/_journal.json", "utf8"),
);
const lastTag = journal.entries.at(-1)?.tag ?? "";
/** As written in JSON and in minified programs. */
const lastEntry = new RegExp(`\\{[^{}]*"?tag"?:\\s*"${lastTag}"[^{}]*\\}`, "g");

/** The same entry with the next index, a moment later. */
const after = (entry: string) =>
  entry
    .replace(lastTag, addedTag)
    .replace(/("?when"?:\s*)(\w+)/, (_, name: string, when: string) => `${name}${Number(when) + 1}`)
    .replace(/("?idx"?:\s*)(\d+)/, (_, name: string, at: string) => `${name}${Number(at) + 1}`);

const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(json|js|mjs)$/.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
