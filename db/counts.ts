import Database from "better-sqlite3";
import type { Pool } from "pg";
import { RateLimiterPostgres, RateLimiterSQLite, type RateLimiterStoreAbstract } from "rate-limiter-flexible";
import { keepPrivate } from "./private-file";

/** How often something may happen within a time, for each key by itself. */
export type Budget = {
  name: string;
  points: number;
  seconds: number;
  /** True when points may come back: then who has spent it all is not refused from memory, which would not hear of it. */
  returns?: true;
};

/** Knows what of a budget is spent, by key. */
export type Counter = RateLimiterStoreAbstract;

/**
 * Where counts are kept. They are no part of the schema, which is for what must not be lost: on PostgreSQL a table
 * that a crash empties, on SQLite a file of their own.
 */
export const countsTable = {
  postgresql: `CREATE UNLOGGED TABLE IF NOT EXISTS counts
    (key varchar(255) PRIMARY KEY, points integer NOT NULL DEFAULT 0, expire bigint)`,
  sqlite: `CREATE TABLE IF NOT EXISTS counts
    (key text PRIMARY KEY, points integer NOT NULL DEFAULT 0, expire integer) WITHOUT ROWID`,
};

/** On PostgreSQL all instances count in one table, over the connections they have anyway. */
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
 * Work for one key takes turns; for other keys it goes on beside it. Many who count for one key at once would take every
 * connection, to wait for one row with all of them.
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
 * On SQLite counts have a file beside the shop's. On the shop's own writer they would land in whatever unit of
 * work is open, and be undone with it; on another connection to its file they would wait for that unit.
 */
export function countOnSqlite(file: string) {
  let handle: Database.Database | undefined;
  const { counter, forget } = once((budget) => {
    handle ??= openCounts(file);
    return new RateLimiterSQLite({
      ...optionsOf(budget),
      storeClient: handle,
      storeType: "better-sqlite3",
      // Its own sweep would end the process when it met a lock.
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

/** Keys name addresses of people, so they do not stay longer than they are needed. */
function sweepCounts(handle: Database.Database | undefined, at: Date) {
  try {
    handle?.prepare("DELETE FROM counts WHERE expire < ?").run(at.getTime());
  } catch {
    // Another process writes; the next time will do.
  }
}

const optionsOf = ({ name, points, seconds, returns }: Budget) => ({
  keyPrefix: name,
  points,
  duration: seconds,
  // Who has spent it all is refused from memory, so that a flood does not reach the database.
  inMemoryBlockOnConsumed: returns ? 0 : points,
  tableName: "counts",
  tableCreated: true,
});

/** How long the process stands still for another one that counts, in milliseconds; a count takes microseconds. */
const patienceMs = 100;

function openCounts(file: string) {
  keepPrivate(file);
  const handle = new Database(file, { timeout: 5_000 });
  handle.pragma("journal_mode = WAL");
  // Counts that are lost when power fails are no loss.
  handle.pragma("synchronous = OFF");
  handle.exec(countsTable.sqlite);
  handle.pragma(`busy_timeout = ${patienceMs}`);
  return handle;
}

/** The same budget has the same counter, which remembers whom it refuses. */
function once(make: (budget: Budget) => Counter) {
  const made = new Map<string, Counter>();
  const counter = (budget: Budget): Counter => {
    const known = made.get(budget.name) ?? make(budget);
    made.set(budget.name, known);
    return known;
  };
  return { counter, forget: () => made.clear() };
}
