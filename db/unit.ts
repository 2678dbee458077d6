import { AsyncLocalStorage } from "node:async_hooks";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import type { Budget, Counter } from "./counts";

/** Both engines are typed as PostgreSQL, whose builders have no synchronous methods. */
export type Drizzle = PgDatabase<PgQueryResultHKT, Record<string, never>>;

/** Reads. Through `db` it sees committed data only; a write through it does not compile. */
export type Reader = Pick<Drizzle, "select" | "selectDistinct">;

/** What a unit of work may do. Functions in db/ that write take one of these. */
export type Tx = Reader & Pick<Drizzle, "insert" | "update" | "delete">;

/** What an engine gives: committed data, and units of work that happen whole or not at all. */
export type Store = {
  db: Reader;
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Counts outside of any unit of work: what was spent stays spent. */
  counter(budget: Budget): Counter;
  /** Forgets counts whose time was over before `at`. */
  sweepCounts(at: Date): void;
  /** Forgets all that was counted. */
  forgetCounts(): Promise<void>;
  load(): Load;
  close(): Promise<void>;
};

/** Connections or, on SQLite, units of work: how many are at work, how many wait for one, and how many there may be. */
export type Load = { used: number; waiting: number; most: number };

/** Where a simulation may hold an actor: before a unit of work, before it commits, before a statement. */
export type TurnPoint = "unit" | "commit" | "read" | "statement";

/** A unit of work; its tx is dead once it has ended. */
type Unit = { open: boolean };

// One mark per process, whatever the bundler does with copies of this module.
const scope = globalThis as typeof globalThis & {
  twotrackUnit?: AsyncLocalStorage<Unit>;
  twotrackTurn?: (point: TurnPoint) => Promise<void>;
  twotrackPatience?: number;
  twotrackViews?: WeakMap<object, View | (() => View)>;
};
scope.twotrackUnit ??= new AsyncLocalStorage<Unit>();
const currentUnit = scope.twotrackUnit;

/** Lets a simulation decide who goes on; outside of one it is nothing. */
export const turn = (point: TurnPoint): Promise<void> | undefined => scope.twotrackTurn?.(point);

export function refuseInsideUnit() {
  if (currentUnit.getStore()?.open)
    throw new Error("A unit of work is open: pass its tx along instead of reading or writing around it.");
}

const tooLongMark = Symbol.for("twotrack.unit_too_long");

/** A unit of work waited longer for its database than it may hold its locks. */
export class UnitTooLong extends Error {
  /** A bundler may load this module twice, and the store is made by one copy only. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && tooLongMark in value;
  }

  readonly [tooLongMark] = true;
}

/** How many times longer than in a shop whatever waits for the database may take: tests on a busy machine say so. */
export const patience = (): number => scope.twotrackPatience ?? 1;

/** The most a unit of work may last, in milliseconds; it holds locks that others wait for. */
export const unitTimeoutMs = () => 10_000 * patience();

/** Runs `work` between an engine's BEGIN and COMMIT, which are the caller's. */
export async function runUnit<T>(tx: Drizzle, work: (tx: Tx) => Promise<T>): Promise<T> {
  const unit: Unit = { open: true };
  const mine = guarded(tx, "statement", () => {
    if (!unit.open) throw new Error("This unit of work has ended; its tx cannot be used any more.");
  });
  // A timer of the system's own, not of lib/clock: a lock is held in real time, whatever time a test plays.
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new UnitTooLong("A unit of work lasted too long and was undone.")),
      unitTimeoutMs(),
    );
  });
  try {
    const result = await currentUnit.run(unit, () => Promise.race([work(mine), tooLong]));
    await turn("commit");
    return result;
  } finally {
    clearTimeout(timer);
    unit.open = false;
  }
}

/**
 * A view of drizzle that runs `check` when a query is built and again when it is awaited, and stops at
 * the simulation's turn point in between. `run` is how the engine runs a query.
 */
export function guarded<T extends object>(
  target: T,
  point: TurnPoint,
  check: () => void,
  run: <R>(query: () => R) => R | Promise<R> = (query) => query(),
): T {
  const through = async <R>(query: () => R): Promise<R> => {
    await turn(point);
    check();
    return run(query);
  };
  const wrap = (query: object): object =>
    new Proxy(query, {
      get(inner, property) {
        const value = Reflect.get(inner, property, inner);
        if (typeof value !== "function") return value;
        if (property === "then")
          return (resolve: unknown, reject: unknown) =>
            through(() => value.call(inner)).then(resolve as never, reject as never);
        return (...args: unknown[]) => {
          const result = value.apply(inner, args);
          return isQuery(result) ? wrap(result) : result;
        };
      },
    });
  const view = new Proxy(target, {
    get(inner, property) {
      const value = Reflect.get(inner, property, inner);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        check();
        return wrap(value.apply(inner, args));
      };
    },
  });
  views.set(view, {
    run: async (query) => {
      check();
      return through(() => query(target as unknown as Drizzle));
    },
  });
  return view;
}

/** How a statement that was built before runs through a guarded view, with the view's checks, on the connection behind it. */
type View = { run(query: (connection: Drizzle) => unknown): Promise<unknown> };

// The store may be made by another copy of this module.
scope.twotrackViews ??= new WeakMap();
const views = scope.twotrackViews;

/** The view behind `db`; each that `guarded` made, or that was said to be one of those. */
export function viewOf(db: Reader): View {
  const view = views.get(db);
  if (!view) throw new Error("Statements run through a view that is guarded.");
  return typeof view === "function" ? view() : view;
}

/** Says that `db` stands for a view that may be another one later. */
export const standsFor = (db: Reader, view: () => Reader): void => {
  views.set(db, () => viewOf(view()));
};

const isQuery = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !("getSQL" in value && !("then" in value));

/** The engine's error code; drizzle wraps the driver's error as its cause. */
export function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "";
  if ("code" in error && typeof error.code === "string") return error.code;
  return "cause" in error ? codeOf(error.cause) : "";
}
