import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import * as pg from "drizzle-orm/pg-core";
import * as lite from "drizzle-orm/sqlite-core";
import { readSecret } from "../lib/settings/secret-files";

// The one file that handles two SQL dialects. Every column has PostgreSQL's type, the stricter of the two: its builders
// have no synchronous methods, so code that works only on SQLite does not compile.

/** Where the data is stored by default. */
export const defaultFile = "data/twotrack.db";

export const databaseUrl = readSecret(process.env, "DATABASE_URL") ?? `file:${defaultFile}`;
/** The account that creates and alters tables; the same one unless a separate one is configured. */
const ownerUrl = readSecret(process.env, "MIGRATE_DATABASE_URL");
export const migrationUrl = ownerUrl ?? databaseUrl;
/** The setting that provided it. */
export const migrationSetting = ownerUrl ? "MIGRATE_DATABASE_URL" : "DATABASE_URL";
export const dialect = /^postgres(ql)?:/.test(databaseUrl) ? "postgresql" : "sqlite";

const postgres = {
  table: pg.pgTable,
  index: pg.index,
  uniqueIndex: pg.uniqueIndex,
  primaryKey: pg.primaryKey,
  check: pg.check,
  text: pg.text,
  integer: () => pg.integer(),
  /** Minor units of a currency. */
  money: () => pg.bigint({ mode: "number" }),
  boolean: () => pg.boolean(),
  /** A timestamp with millisecond precision. */
  instant: (name = "") => pg.timestamp(name, { withTimezone: true, precision: 3, mode: "date" }),
  json: <T>() => pg.jsonb().$type<T>(),
};

const sqlite = {
  table: lite.sqliteTable,
  index: lite.index,
  uniqueIndex: lite.uniqueIndex,
  primaryKey: lite.primaryKey,
  check: lite.check,
  text: lite.text,
  integer: () => lite.integer(),
  money: () => lite.integer(),
  boolean: () => lite.integer({ mode: "boolean" }),
  instant: (name = "") => lite.integer(name, { mode: "timestamp_ms" }),
  json: <T>() => lite.text({ mode: "json" }).$type<T>(),
} satisfies Record<keyof typeof postgres, unknown>;

export const { table, index, uniqueIndex, primaryKey, check, text, integer, money, boolean, instant, json } =
  dialect === "postgresql" ? postgres : (sqlite as unknown as typeof postgres);

/** The day in Seoul of a timestamp, such as 2026-11-21. Seoul has no daylight saving time. */
export const seoulDayOf = (at: SQLWrapper): SQL<string> =>
  dialect === "postgresql"
    ? sql`to_char(${at} AT TIME ZONE 'Asia/Seoul', 'YYYY-MM-DD')`
    : sql`strftime('%Y-%m-%d', ${at} / 1000 + 9 * 3600, 'unixepoch')`;

/**
 * A column for which no index should be used. PostgreSQL has statistics and chooses well; SQLite usually has none, and
 * the plus keeps it from starting with this condition.
 */
export const unindexed = (column: SQLWrapper): SQL =>
  dialect === "postgresql" ? sql`${column}` : sql`+${column}`;
