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

/**
 * Words that are stored under an older name: the words of the code, and theirs in the database. An instance of the
 * release before reads and writes the same rows during an upgrade, so the stored names stay (docs/decisions/0087).
 */
type StoredAs = Readonly<Record<string, string>>;

/** A text column of such words. Reading throws if a word was written without passing through the column. */
const asWords = (stored: StoredAs) => {
  const told = new Map(Object.entries(stored).map(([word, name]) => [name, word]));
  return {
    dataType: () => "text",
    toDriver: (word: string) => stored[word] ?? word,
    fromDriver: (name: string) => {
      if (Object.hasOwn(stored, name)) throw new Error(`${name} is stored as ${stored[name]}.`);
      return told.get(name) ?? name;
    },
  };
};

/** JSON that is stored in another form. */
type StoredForm<T, Stored> = { store: (value: T) => Stored; read: (stored: Stored) => T };

const asJson = <T, Stored>({ store, read }: StoredForm<T, Stored>) => ({
  toDriver: (value: T) => JSON.stringify(store(value)),
  fromDriver: (stored: unknown) => read((typeof stored === "string" ? JSON.parse(stored) : stored) as Stored),
});

const postgres = {
  table: pg.pgTable,
  index: pg.index,
  uniqueIndex: pg.uniqueIndex,
  primaryKey: pg.primaryKey,
  check: pg.check,
  alias: pg.alias,
  text: pg.text,
  textAs: (stored: StoredAs) => pg.customType<{ data: string; driverData: string }>(asWords(stored))(),
  integer: () => pg.integer(),
  /** Minor units of a currency. */
  money: () => pg.bigint({ mode: "number" }),
  boolean: () => pg.boolean(),
  /** A timestamp with millisecond precision. */
  instant: (name = "") => pg.timestamp(name, { withTimezone: true, precision: 3, mode: "date" }),
  json: <T>(name = "") => pg.jsonb(name).$type<T>(),
  jsonAs: <T, Stored>(form: StoredForm<T, Stored>) =>
    pg.customType<{ data: T; driverData: unknown }>({ dataType: () => "jsonb", ...asJson(form) })(),
};

const sqlite = {
  table: lite.sqliteTable,
  index: lite.index,
  uniqueIndex: lite.uniqueIndex,
  primaryKey: lite.primaryKey,
  check: lite.check,
  alias: lite.alias,
  text: lite.text,
  textAs: (stored: StoredAs) => lite.customType<{ data: string; driverData: string }>(asWords(stored))(),
  integer: () => lite.integer(),
  money: () => lite.integer(),
  boolean: () => lite.integer({ mode: "boolean" }),
  instant: (name = "") => lite.integer(name, { mode: "timestamp_ms" }),
  json: <T>(name = "") => lite.text(name, { mode: "json" }).$type<T>(),
  jsonAs: <T, Stored>(form: StoredForm<T, Stored>) =>
    lite.customType<{ data: T; driverData: unknown }>({ dataType: () => "text", ...asJson(form) })(),
} satisfies Record<keyof typeof postgres, unknown>;

export const {
  table,
  index,
  uniqueIndex,
  primaryKey,
  check,
  alias,
  text,
  textAs,
  integer,
  money,
  boolean,
  instant,
  json,
  jsonAs,
} = dialect === "postgresql" ? postgres : (sqlite as unknown as typeof postgres);

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

/** Whether a column's text contains this text. */
export const contains = (column: SQLWrapper, part: string): SQL =>
  dialect === "postgresql" ? sql`strpos(${column}, ${part}) > 0` : sql`instr(${column}, ${part}) > 0`;
