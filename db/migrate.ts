import { join } from "node:path";
import Database from "better-sqlite3";
import { drizzle as drizzleSqlite } from "drizzle-orm/better-sqlite3";
import { migrate as migrateSqlite } from "drizzle-orm/better-sqlite3/migrator";
import { drizzle as drizzlePostgres } from "drizzle-orm/node-postgres";
import { migrate as migratePostgres } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { databaseUrl, dialect, migrationUrl } from "./columns";
import { countsTable } from "./counts";
import { keepPrivate } from "./private-file";
import { assertOneDatabase, grantRights } from "./rights";
import { fileOf, openHandle } from "./sqlite";

/**
 * Brings the database to the newest schema, and what has tables of its own, `andThen`. Two processes may do it at once:
 * one waits for the other.
 */
export const migrate = (andThen: () => Promise<void> = async () => {}) =>
  dialect === "postgresql" ? onPostgres(andThen) : onSqlite(fileOf(databaseUrl), andThen);

const migrationsFolder = join(process.cwd(), "db/migrations", dialect);

async function onPostgres(andThen: () => Promise<void>) {
  const client = new pg.Client({ connectionString: migrationUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const twoAccounts = migrationUrl !== databaseUrl;
    if (twoAccounts) await assertOneDatabase(client, databaseUrl);
    await client.query("SELECT pg_advisory_lock(hashtext('twotrack migrations'))");
    await migratePostgres(drizzlePostgres(client), { migrationsFolder });
    await client.query(countsTable.postgresql);
    if (twoAccounts) await grantRights(client, databaseUrl);
    await andThen();
  } finally {
    await client.end();
  }
}

async function onSqlite(file: string, andThen: () => Promise<void>) {
  keepPrivate(file);
  keepPrivate(`${file}.migrating`);
  // The lock is a database of its own, because the migrator opens its own transactions on the real one.
  // The operating system gives it back when its holder dies.
  const lock = new Database(`${file}.migrating`, { timeout: 60_000 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
    await underLock(file, andThen);
  } finally {
    lock.close();
  }
}

/** Opening a new file makes it a WAL database, which two processes at once cannot: that waits for its turn too. */
async function underLock(file: string, andThen: () => Promise<void>) {
  const handle = openHandle(file);
  try {
    handle.pragma("busy_timeout = 5000");
    // A rebuilt table is dropped and made again; inside the migrator's BEGIN this switch would do nothing.
    handle.pragma("foreign_keys = OFF");
    migrateSqlite(drizzleSqlite(handle), { migrationsFolder });
    const broken = handle.pragma("foreign_key_check");
    if (Array.isArray(broken) && broken.length > 0)
      throw new Error(`A migration left ${broken.length} rows that point to nothing.`);
    await andThen();
  } finally {
    handle.close();
  }
}
