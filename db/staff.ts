import Database from "better-sqlite3";
import { databaseUrl, dialect, migrationSetting, migrationUrl } from "./columns";
import { poolOf } from "./connection";
import { keepPrivate } from "./private-file";
import { fileOf, limitWal, staffFileOf } from "./sqlite";

/**
 * Where staff, their passwords and their sessions are kept, for the library that looks after them. On SQLite a file
 * beside the shop's: on the shop's own writer its rows would land in whatever unit of work is open, and be undone with
 * it. On PostgreSQL the shop's database, over a few connections of its own.
 */
export const openStaffDatabase = () =>
  dialect === "postgresql" ? poolOf("DATABASE_URL", databaseUrl, 5) : onSqlite();

/** The same for who makes its tables. */
export const openStaffDatabaseAsOwner = () =>
  dialect === "postgresql" ? poolOf(migrationSetting, migrationUrl, 5) : onSqlite();

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

export const closeStaffDatabase = (database: ReturnType<typeof openStaffDatabase>) =>
  database instanceof Database ? database.close() : database.end();
