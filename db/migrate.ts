import { join } from "node:path";
import Database from "better-sqlite3";
import { drizzle as drizzleSqlite } from "drizzle-orm/better-sqlite3";
import { migrate as migrateSqlite } from "drizzle-orm/better-sqlite3/migrator";
import { readMigrationFiles } from "drizzle-orm/migrator";
import type pg from "pg";
import { log } from "@/lib/log";
import { databaseUrl, dialect, migrationSetting, migrationUrl } from "./columns";
import { clientOf, DatabaseRefused } from "./connection";
import { countsTable } from "./counts";
import { underMigrationLock, withoutLimits } from "./migration-lock";
import { keepPrivate } from "./private-file";
import { refuseNewer } from "./release";
import { asAccount, assertOneDatabase, grantRights } from "./rights";
import { keepLimits } from "./role-limits";
import { fileOf, openHandle } from "./sqlite";
import { codeOf } from "./unit";

/**
 * Brings the database to the newest schema, and runs `andThen` for tables outside the schema. Two processes may do it
 * at once: one waits for the other.
 */
export const migrate = (andThen: () => Promise<void> = async () => {}) =>
  dialect === "postgresql" ? onPostgres(andThen) : onSqlite(fileOf(databaseUrl), andThen);

/** A release says where it is; otherwise it is the current directory. */
const migrationsFolder = join(process.env.TWOTRACK_HOME ?? process.cwd(), "db/migrations", dialect);

const onPostgres = (andThen: () => Promise<void>) =>
  underMigrationLock(async () => {
    const client = clientOf(migrationSetting, migrationUrl);
    await client.connect();
    try {
      const twoAccounts = migrationUrl !== databaseUrl;
      if (twoAccounts) await assertOneDatabase(client, databaseUrl);
      await withoutLimits(client, () => applyTo(client));
      await client.query(countsTable.postgresql);
      if (twoAccounts) await grantRights(client, databaseUrl);
      const limited = await asAccount(databaseUrl, keepLimits);
      if (!limited)
        log.warn(
          "the account of DATABASE_URL has no statement_timeout and may not set one: docs/postgresql.md says how",
        );
    } finally {
      await client.end();
    }
    await andThen();
  });

const journal = "drizzle.__drizzle_migrations";

/** Does what drizzle's own migrator does, in the caller's transaction. */
async function applyTo(client: pg.Client) {
  await client.query("CREATE SCHEMA IF NOT EXISTS drizzle");
  await client.query(
    `CREATE TABLE IF NOT EXISTS ${journal} (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint)`,
  );
  const { rows } = await client.query<{ at: string | null }>(`SELECT max(created_at) AS at FROM ${journal}`);
  const newest = Number(rows[0]?.at ?? 0);
  refuseNewer(newest);
  for (const { folderMillis, hash, sql } of readMigrationFiles({ migrationsFolder })) {
    if (folderMillis <= newest) continue;
    for (const statement of sql) await client.query(statement);
    await client.query(`INSERT INTO ${journal} (hash, created_at) VALUES ($1, $2)`, [hash, folderMillis]);
  }
}

async function onSqlite(file: string, andThen: () => Promise<void>) {
  keepPrivate(file);
  keepPrivate(`${file}.migrating`);
  // The lock is a separate database, because the migrator opens its own transactions on the real one. The operating
  // system releases it when its holder dies.
  const lock = new Database(`${file}.migrating`, { timeout: 60_000 });
  try {
    take(lock);
    await underLock(file, andThen);
  } finally {
    lock.close();
  }
}

/** Waits up to a minute for the lock, then throws DatabaseRefused. */
function take(lock: Database.Database) {
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    if (!/^SQLITE_BUSY/.test(codeOf(error))) throw error;
    throw new DatabaseRefused(
      "Another instance has been migrating this database for a minute. Start again when it is done.",
    );
  }
}

/**
 * Opening a new file turns it into a WAL database, which two processes cannot do at once, so it happens under the lock
 * too.
 */
async function underLock(file: string, andThen: () => Promise<void>) {
  const handle = openHandle(file);
  try {
    handle.pragma("busy_timeout = 5000");
    // A rebuilt table is dropped and created again; inside the migrator's BEGIN this pragma would have no effect.
    handle.pragma("foreign_keys = OFF");
    refuseNewer(newestIn(handle));
    migrateSqlite(drizzleSqlite(handle), { migrationsFolder });
    const broken = handle.pragma("foreign_key_check");
    if (Array.isArray(broken) && broken.length > 0)
      throw new Error(`A migration left ${broken.length} rows that point to nothing.`);
    await andThen();
  } finally {
    handle.close();
  }
}

/** When the newest migration in a file was made, in milliseconds since 1970; 0 for a new file. */
function newestIn(handle: Database.Database): number {
  const isNew = !handle.prepare("SELECT 1 FROM sqlite_master WHERE name = '__drizzle_migrations'").get();
  if (isNew) return 0;
  const row = handle
    .prepare<[], { at: number | null }>("SELECT max(created_at) AS at FROM __drizzle_migrations")
    .get();
  return row?.at ?? 0;
}
