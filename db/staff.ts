import Database from "better-sqlite3";
import { databaseUrl, dialect, migrationSetting, migrationUrl } from "./columns";
import { poolOf } from "./connection";
import { keepPrivate } from "./private-file";
import { fileOf, limitWal, staffFileOf } from "./sqlite";

type StaffDatabase = Database.Database | ReturnType<typeof poolOf>;

// On globalThis because a bundler may load this module twice.
const scope = globalThis as typeof globalThis & { twotrackStaffDatabases?: Set<StaffDatabase> };
scope.twotrackStaffDatabases ??= new Set();
const open = scope.twotrackStaffDatabases;

/**
 * Where staff, their passwords and their sessions are stored, for the library that manages them. On SQLite a file
 * beside the shop's: on the shop's writer its rows would join whatever unit of work is open, and be rolled back with
 * it. On PostgreSQL the shop's database, over a few separate connections.
 */
export const openStaffDatabase = () =>
  noted(dialect === "postgresql" ? poolOf("DATABASE_URL", databaseUrl, 5) : onSqlite());

/** The same, with the account that creates its tables. */
export const openStaffDatabaseAsOwner = () =>
  noted(dialect === "postgresql" ? poolOf(migrationSetting, migrationUrl, 5) : onSqlite());

function onSqlite() {
  const file = staffFileOf(fileOf(databaseUrl));
  keepPrivate(file);
  const handle = new Database(file, { timeout: 5_000 });
  handle.pragma("journal_mode = WAL");
  handle.pragma("synchronous = FULL");
  handle.pragma("foreign_keys = ON");
  limitWal(handle);
  // The library does not retry; another process locks this file only for milliseconds.
  handle.pragma("busy_timeout = 1000");
  return handle;
}

export async function closeStaffDatabase(database: StaffDatabase): Promise<void> {
  open.delete(database);
  if (database instanceof Database) database.close();
  else await database.end();
}

/** Closes all staff databases this process has open, when it ends. */
export const closeStaffDatabases = () => Promise.all([...open].map(closeStaffDatabase));

function noted<Opened extends StaffDatabase>(database: Opened): Opened {
  open.add(database);
  return database;
}
