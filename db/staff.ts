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
 * Where staff, their passwords and their sessions are kept, for the library that looks after them. On SQLite a file
 * beside the shop's: on the shop's own writer its rows would land in whatever unit of work is open, and be undone with
 * it. On PostgreSQL the shop's database, over a few connections of its own.
 */
export const openStaffDatabase = () =>
  noted(dialect === "postgresql" ? poolOf("DATABASE_URL", databaseUrl, 5) : onSqlite());

/** The same for who makes its tables. */
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
  // The library does not try again by itself; another process holds this file for milliseconds only.
  handle.pragma("busy_timeout = 1000");
  return handle;
}

export async function closeStaffDatabase(database: StaffDatabase): Promise<void> {
  open.delete(database);
  if (database instanceof Database) database.close();
  else await database.end();
}

/** Closes whatever this process has open of them, as it ends. */
export const closeStaffDatabases = () => Promise.all([...open].map(closeStaffDatabase));

function noted<Opened extends StaffDatabase>(database: Opened): Opened {
  open.add(database);
  return database;
}
