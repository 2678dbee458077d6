import { usage } from "./kit/usage.mjs";
import "./load-env";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { databaseUrl, dialect } from "@/db/columns";
import { clientOf, DatabaseRefused } from "@/db/connection";
import { MoveRefused, moveRows, type Proof, refuseUnlessEmpty } from "@/db/move";
import { openSource } from "@/db/move/source";
import { markMoved } from "@/db/moved";
import { newestKnown } from "@/db/release";
import { ShopRuns, whileNobodyRuns } from "@/db/running";
import { fileOf } from "@/db/sqlite";
import { now } from "@/lib/clock";
import { argumentsOf } from "@/lib/process/tool";
import { EnvError, env } from "@/lib/settings/env";
import { readSecret } from "@/lib/settings/secret-files";

// Moves a shop from SQLite to an empty PostgreSQL. No part of the target's address is ever printed.

const told = [DatabaseRefused, EnvError, MoveRefused, ShopRuns];
const begun = performance.now();
let shown = "";

try {
  await main();
} catch (error) {
  if (!(error instanceof Error && told.some((kind) => error instanceof kind))) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function main() {
  env();
  const target = process.argv[2] ?? readSecret(process.env, "MOVE_TO");
  if (!target || !/^postgres(ql)?:\/\//.test(target)) throw new MoveRefused(usage);
  if (dialect !== "sqlite")
    throw new MoveRefused("DATABASE_URL names a PostgreSQL: set it to the file to move from.");
  const file = fileOf(databaseUrl);
  await whileNobodyRuns(() => move(file, target), databaseUrl);
  console.log(
    `\nMoved in ${minutes()}. Set DATABASE_URL to the PostgreSQL and start the shop; SESSION_SECRET and all other settings stay the same.\n` +
      `${file} stays unchanged as a backup, and the shop does not start on it any more.`,
  );
}

async function move(file: string, target: string) {
  const client = clientOf("MOVE_TO", target);
  await client.connect();
  const source = openSource(file);
  try {
    if (source.newestMigration !== newestKnown)
      throw new MoveRefused(
        "The file is of another release. Start this release on it once, stop it, and move it then.",
      );
    await refuseOthersTables(client);
    await run("migrate", target);
    const proof = await whileNobodyRuns(async () => {
      await refuseUnlessEmpty(client);
      return moveRows(source, client, progress);
    }, target);
    await client.query("ANALYZE");
    show(proof);
    console.log(await run("move-check", target));
    // Only now: from here on, a shop no longer starts on the file.
    source.close();
    markMoved(file, now());
  } finally {
    source.close();
    await client.end();
  }
}

/** Checks before a migration writes anything into a database that may belong to someone else. */
async function refuseOthersTables(client: ReturnType<typeof clientOf>) {
  const { rows } = await client.query<{ ours: boolean; any: boolean }>(
    `SELECT to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS ours,
       EXISTS (SELECT FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r') AS any`,
  );
  if (rows[0]?.ours) await refuseUnlessEmpty(client);
  else if (rows[0]?.any) throw new MoveRefused("The target database has other tables. Create an empty one.");
}

/** Runs another of the shop's scripts on the new database. */
async function run(command: string, target: string): Promise<string> {
  const none = Object.fromEntries(
    ["DATABASE_URL_FILE", "MIGRATE_DATABASE_URL", "MIGRATE_DATABASE_URL_FILE", "MOVE_TO", "MOVE_TO_FILE"].map(
      (name) => [name, ""],
    ),
  );
  // The SQLite file still has its data, as it should.
  const settings = { ...none, DATABASE_URL: target, START_ANYWAY: "1" };
  try {
    const options = { env: { ...process.env, ...settings } };
    return (await promisify(execFile)(process.execPath, argumentsOf(command), options)).stdout.trim();
  } catch (error) {
    const said =
      error instanceof Error && "stderr" in error
        ? `${"stdout" in error ? error.stdout : ""}${error.stderr}`
        : "";
    throw new MoveRefused(`${command} failed on the new database:\n${said}`);
  }
}

function progress(table: string, written: number, of: number) {
  const line = `${table}: ${written.toLocaleString("en")} of ${of.toLocaleString("en")}`;
  if (process.stdout.isTTY)
    process.stdout.write(`\r${line.padEnd(shown.length)}${written === of ? "\n" : ""}`);
  else if (written === of && line !== shown) console.log(`${line} after ${minutes()}`);
  shown = line;
}

function minutes() {
  return `${((performance.now() - begun) / 60_000).toFixed(1)} minutes`;
}

function show({ tables, sums }: Proof) {
  console.log("\nThe same on both sides:\n");
  row("table", "rows", "sum over the hashes of all rows");
  for (const { name, print } of tables) row(name, print.rows.toLocaleString("en"), print.sum);
  console.log();
  row("account", "sum in minor units");
  for (const [name, sum] of [...sums].sort(([a], [b]) => a.localeCompare(b, "en")))
    row(name, sum.toLocaleString("en"));
  console.log();
}

function row(name: string, number: string, print = "") {
  console.log(`  ${name.padEnd(26)}${number.padStart(20)}   ${print}`.trimEnd());
}
