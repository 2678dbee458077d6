import { AsyncLocalStorage } from "node:async_hooks";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { drizzle as drizzleSqlite } from "drizzle-orm/better-sqlite3";
import { drizzle as drizzlePostgres } from "drizzle-orm/node-postgres";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import pg from "pg";
import { sleep } from "@/lib/clock";
import { databaseUrl, dialect } from "./columns";

type Drizzle = PgDatabase<PgQueryResultHKT, Record<string, never>>;

/** Reads. Through `db` it sees committed data only; a write through it does not compile. */
export type Reader = Pick<Drizzle, "select" | "selectDistinct">;

/** What a unit of work may do. Functions in db/ that write take one of these. */
export type Tx = Reader & Pick<Drizzle, "insert" | "update" | "delete">;

/** Where a simulation may hold an actor: before a unit of work, before it commits, before a statement. */
export type TurnPoint = "unit" | "commit" | "read" | "statement";

type Store = {
  db: Reader;
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** A unit of work; its tx is dead once it has ended. */
type Unit = { open: boolean };

// One store and one mark per process, whatever the bundler does with copies of this module.
const scope = globalThis as typeof globalThis & {
  twotrackStore?: Store;
  twotrackUnit?: AsyncLocalStorage<Unit>;
  twotrackTurn?: (point: TurnPoint) => Promise<void>;
};
scope.twotrackUnit ??= new AsyncLocalStorage<Unit>();
const currentUnit = scope.twotrackUnit;

const store = () => {
  scope.twotrackStore ??= dialect === "postgresql" ? openPostgres() : openSqlite(fileOf(databaseUrl));
  return scope.twotrackStore;
};

/** Committed data. Throws inside a unit of work, where it would read around the transaction. */
export const db: Reader = {
  select: ((...fields: []) => store().db.select(...fields)) as Reader["select"],
  selectDistinct: ((...fields: []) => store().db.selectDistinct(...fields)) as Reader["selectDistinct"],
};

/**
 * Runs `work` atomically: all of its writes, or none. It never awaits the network, and it may run again
 * when the database finds it crossed another one.
 */
export function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  refuseInsideUnit();
  return store().transaction(work);
}

/** Thrown by `undo` inside a unit of work. */
class Undone extends Error {}

/** Like `transaction`, for work that may find it lost a race: `undo()` takes all of it back, and the answer is undefined. */
export async function tryTransaction<T>(
  work: (tx: Tx, undo: () => never) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await transaction((tx) =>
      work(tx, () => {
        throw new Undone();
      }),
    );
  } catch (error) {
    if (error instanceof Undone) return undefined;
    throw error;
  }
}

/** Closes the connections, for scripts and tests; the next use opens them again. */
export async function closeStore() {
  await scope.twotrackStore?.close();
  delete scope.twotrackStore;
}

/** The most a unit of work may last, in milliseconds; it holds locks that others wait for. */
const unitTimeoutMs = 10_000;

async function runUnit<T>(tx: Drizzle, work: (tx: Tx) => Promise<T>): Promise<T> {
  const unit: Unit = { open: true };
  const mine = guarded(tx, "statement", () => {
    if (!unit.open) throw new Error("This unit of work has ended; its tx cannot be used any more.");
  });
  // A timer of the system's own, not of lib/clock: a lock is held in real time, whatever time a test plays.
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error("A unit of work lasted too long and was undone.")),
      unitTimeoutMs,
    );
  });
  try {
    const result = await currentUnit.run(unit, () => Promise.race([work(mine), tooLong]));
    await scope.twotrackTurn?.("commit");
    return result;
  } finally {
    clearTimeout(timer);
    unit.open = false;
  }
}

function refuseInsideUnit() {
  if (currentUnit.getStore()?.open)
    throw new Error("A unit of work is open: pass its tx along instead of reading or writing around it.");
}

/**
 * A view of drizzle that runs `check` when a query is built and again when it is awaited, and stops at
 * the simulation's turn point in between.
 */
function guarded<T extends object>(target: T, point: TurnPoint, check: () => void): T {
  const wrap = (query: object): object =>
    new Proxy(query, {
      get(inner, property) {
        const value = Reflect.get(inner, property, inner);
        if (typeof value !== "function") return value;
        if (property === "then")
          return (resolve: unknown, reject: unknown) =>
            Promise.resolve(scope.twotrackTurn?.(point))
              .then(() => {
                check();
                return dialect === "sqlite" ? retryWhileLocked(() => value.call(inner)) : value.call(inner);
              })
              .then(resolve as never, reject as never);
        return (...args: unknown[]) => {
          const result = value.apply(inner, args);
          return isQuery(result) ? wrap(result) : result;
        };
      },
    });
  return new Proxy(target, {
    get(inner, property) {
      const value = Reflect.get(inner, property, inner);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        check();
        return wrap(value.apply(inner, args));
      };
    },
  });
}

const isQuery = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !("getSQL" in value && !("then" in value));

// ---- SQLite ----------------------------------------------------------------------------------------

export const fileOf = (url: string) => url.replace(/^file:/, "");

function openSqlite(file: string): Store {
  mkdirSync(dirname(file), { recursive: true });
  const writer = openHandle(file);
  const reader = openHandle(file, { readonly: true });
  const tx = asPostgres(writer);

  // better-sqlite3 has one writer and no waiting that is not blocking, so units of work take turns here.
  let turn: Promise<unknown> = Promise.resolve();
  return {
    db: guarded(asPostgres(reader), "read", refuseInsideUnit),
    transaction: async (work) => {
      await scope.twotrackTurn?.("unit");
      const run = turn.then(async () => {
        await retryWhileLocked(() => writer.exec("BEGIN IMMEDIATE"));
        try {
          const result = await runUnit(tx, work);
          writer.exec("COMMIT");
          return result;
        } finally {
          if (writer.inTransaction) writer.exec("ROLLBACK");
        }
      });
      turn = run.catch(() => {});
      return run;
    },
    close: async () => {
      await turn;
      reader.close();
      writer.close();
    },
  };
}

/** Opens the file patiently, since another process may be recovering it, and never waits blocking after that. */
export function openHandle(file: string, options: { readonly?: boolean } = {}) {
  const handle = new Database(file, { timeout: 5_000, ...options });
  if (!options.readonly) handle.pragma("journal_mode = WAL");
  // After WAL, because this build falls back to NORMAL there, which may lose a commit when power fails.
  handle.pragma("synchronous = FULL");
  handle.pragma("foreign_keys = ON");
  handle.pragma("busy_timeout = 0");
  return handle;
}

const asPostgres = (handle: Database.Database) =>
  drizzleSqlite(handle, { casing: "snake_case" }) as unknown as Drizzle;

const lockedCodes = /^SQLITE_BUSY/;

/** Another process may hold the file's lock; wait for it without stopping this one, 10 seconds at most. */
async function retryWhileLocked<T>(run: () => T | Promise<T>): Promise<T> {
  for (let wait = 2, waited = 0; ; wait = Math.min(wait * 2, 50)) {
    try {
      return await run();
    } catch (error) {
      if (!lockedCodes.test(sqlState(error)) || waited >= 10_000) throw error;
      await sleep(wait);
      waited += wait;
    }
  }
}

// ---- PostgreSQL ------------------------------------------------------------------------------------

function openPostgres(): Store {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 20,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 10_000,
    idle_in_transaction_session_timeout: 15_000,
  });
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on("error", () => {});
  const tx = drizzlePostgres(pool, { casing: "snake_case" }) as unknown as Drizzle;
  return {
    db: guarded(tx, "read", refuseInsideUnit),
    transaction: async (work) => {
      for (let attempt = 1; ; attempt += 1) {
        await scope.twotrackTurn?.("unit");
        try {
          return await tx.transaction((inner) => runUnit(inner as unknown as Drizzle, work), {
            isolationLevel: "read committed",
          });
        } catch (error) {
          if (!crossedCodes.has(sqlState(error)) || attempt > 3) throw error;
        }
      }
    },
    close: () => pool.end(),
  };
}

/** Serialization failure and deadlock: PostgreSQL undid one of two units that crossed; it may run again. */
const crossedCodes = new Set(["40001", "40P01"]);

/** The engine's error code; drizzle wraps the driver's error as its cause. */
function sqlState(error: unknown): string {
  if (typeof error !== "object" || error === null) return "";
  if ("code" in error && typeof error.code === "string") return error.code;
  return "cause" in error ? sqlState(error.cause) : "";
}
