import Database from "better-sqlite3";
import type { Pool } from "pg";
import { RateLimiterPostgres, RateLimiterSQLite, type RateLimiterStoreAbstract } from "rate-limiter-flexible";
import { keepPrivate } from "./private-file";

/** How often something may happen within a period, counted per key. */
export type Budget = {
  name: string;
  points: number;
  seconds: number;
  /** True if points may be given back: a blocked key is then not refused from memory, which would not notice that. */
  returns?: true;
};

/** Tracks how much of a budget is used, by key. */
export type Counter = RateLimiterStoreAbstract;

/**
 * Where counts are stored. They are not in the schema, which is for data that must not be lost: on PostgreSQL an
 * unlogged table that a crash empties, on SQLite a separate file.
 */
export const countsTable = {
  postgresql: `CREATE UNLOGGED TABLE IF NOT EXISTS counts
    (key varchar(255) PRIMARY KEY, points integer NOT NULL DEFAULT 0, expire bigint)`,
  sqlite: `CREATE TABLE IF NOT EXISTS counts
    (key text PRIMARY KEY, points integer NOT NULL DEFAULT 0, expire integer) WITHOUT ROWID`,
};

/** On PostgreSQL all instances count in one table, over the existing pool. */
export function countOnPostgres(pool: Pool) {
  const inTurn = turnsByKey();
  // The library names its statements. Behind a pooler the next one may reach a server that does not know the name.
  const storeClient = {
    query: ({ text, values }: { text: string; values: unknown[] }) =>
      inTurn(String(values[0]), () => pool.query(text, values)),
  };
  const { counter, forget } = once(
    (budget) => new RateLimiterPostgres({ ...optionsOf(budget), storeClient, storeType: "pool" }),
  );
  return {
    counter,
    forget: async () => {
      forget();
      await pool.query("DELETE FROM counts");
    },
  };
}

/**
 * Runs the work for one key in sequence, and for different keys in parallel. Otherwise many counts for one key at once
 * would take every connection, all waiting for the same row.
 */
function turnsByKey() {
  const last = new Map<string, Promise<unknown>>();
  return <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const mine = (last.get(key) ?? Promise.resolve()).then(work, work);
    const done = () => last.get(key) === mine && last.delete(key);
    last.set(key, mine);
    mine.then(done, done);
    return mine;
  };
}

/**
 * On SQLite counts have a file beside the shop's. On the shop's writer they would join whatever unit of work is open
 * and be rolled back with it; on another connection to the shop's file they would wait for that unit.
 */
export function countOnSqlite(file: string) {
  let handle: Database.Database | undefined;
  const { counter, forget } = once((budget) => {
    handle ??= openCounts(file);
    return new RateLimiterSQLite({
      ...optionsOf(budget),
      storeClient: preparedOnce(handle),
      storeType: "better-sqlite3",
      // The library's own sweep would crash the process if it hit a lock.
      clearExpiredByTimeout: false,
    });
  });
  return {
    counter,
    sweep: (at: Date) => sweepCounts(handle, at),
    forget: async () => {
      forget();
      handle?.exec("DELETE FROM counts");
    },
    close: () => handle?.close(),
  };
}

/**
 * What the library uses of better-sqlite3. It has each statement prepared for every count; here that is done once. It
 * changes one row in one statement, which is a transaction already.
 */
function preparedOnce(handle: Database.Database) {
  const known = new Map<string, Database.Statement>();
  return {
    prepare(text: string) {
      const statement = known.get(text) ?? handle.prepare(text);
      known.set(text, statement);
      return statement;
    },
    transaction: <T>(work: () => T) => work,
  };
}

/** Keys contain people's addresses, so they are kept no longer than needed. */
function sweepCounts(handle: Database.Database | undefined, at: Date) {
  try {
    handle?.prepare("DELETE FROM counts WHERE expire < ?").run(at.getTime());
  } catch {
    // Another process is writing; the next sweep will do.
  }
}

const optionsOf = ({ name, points, seconds, returns }: Budget) => ({
  keyPrefix: name,
  points,
  duration: seconds,
  // A key that is used up is refused from memory, so that a flood does not reach the database.
  inMemoryBlockOnConsumed: returns ? 0 : points,
  tableName: "counts",
  tableCreated: true,
});

/** How long the process blocks while another one counts, in milliseconds; a count takes microseconds. */
const patienceMs = 100;

function openCounts(file: string) {
  keepPrivate(file);
  const handle = new Database(file, { timeout: 5_000 });
  handle.pragma("journal_mode = WAL");
  // Losing counts in a power failure does no harm.
  handle.pragma("synchronous = OFF");
  handle.exec(countsTable.sqlite);
  handle.pragma(`busy_timeout = ${patienceMs}`);
  return handle;
}

/** Returns the same counter for the same budget, because it remembers which keys are blocked. */
function once(make: (budget: Budget) => Counter) {
  const made = new Map<string, Counter>();
  const counter = (budget: Budget): Counter => {
    const known = made.get(budget.name) ?? make(budget);
    made.set(budget.name, known);
    return known;
  };
  return { counter, forget: () => made.clear() };
}
