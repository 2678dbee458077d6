import { AsyncLocalStorage } from "node:async_hooks";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import type { Budget, Counter } from "./counts";

/** Both engines are typed as PostgreSQL, whose builders have no synchronous methods. */
export type Drizzle = PgDatabase<PgQueryResultHKT, Record<string, never>>;

/** Reads. `db` is a reader that sees only committed data; writing through it does not compile. */
export type Reader = Pick<Drizzle, "select" | "selectDistinct">;

/** What a unit of work may do. Functions in db/ that write take one of these. */
export type Tx = Reader & Pick<Drizzle, "insert" | "update" | "delete">;

/** What an engine provides: committed data, and units of work that happen completely or not at all. */
export type Store = {
  db: Reader;
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Counts outside of any unit of work, so a rollback does not undo them. */
  counter(budget: Budget): Counter;
  /** Deletes counts that expired before `at`. */
  sweepCounts(at: Date): void;
  /** Resets all counts. */
  forgetCounts(): Promise<void>;
  load(): Load;
  close(): Promise<void>;
};

/** Connections or, on SQLite, units of work: how many are active, how many wait for one, and the maximum. */
export type Load = { used: number; waiting: number; most: number };

/** Where a simulation may pause an actor: before a unit of work, before it commits, before a statement. */
export type TurnPoint = "unit" | "commit" | "read" | "statement";

/** A unit of work; its tx cannot be used once it has ended. */
type Unit = { open: boolean };

// One per process, even if a bundler loads this module twice.
const scope = globalThis as typeof globalThis & {
  twotrackUnit?: AsyncLocalStorage<Unit>;
  twotrackTurn?: (point: TurnPoint) => Promise<void>;
  twotrackPatience?: number;
  twotrackViews?: WeakMap<object, View | (() => View)>;
};
scope.twotrackUnit ??= new AsyncLocalStorage<Unit>();
const currentUnit = scope.twotrackUnit;

/** Lets a simulation decide who goes next; does nothing otherwise. */
export const turn = (point: TurnPoint): Promise<void> | undefined => scope.twotrackTurn?.(point);

/** Whether a simulation decides who goes next. It simulates several processes, which share neither writer nor commit. */
export const isSimulated = (): boolean => scope.twotrackTurn !== undefined;

export function refuseInsideUnit() {
  if (currentUnit.getStore()?.open)
    throw new Error("A unit of work is open: pass its tx along instead of reading or writing around it.");
}

const tooLongMark = Symbol.for("twotrack.unit_too_long");

/** A unit of work waited for its database longer than it may hold its locks. */
export class UnitTooLong extends Error {
  /** A bundler may load this module twice, and only one copy creates the store. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && tooLongMark in value;
  }

  readonly [tooLongMark] = true;
}

/** The factor by which database timeouts are longer than in a shop; tests raise it on a busy machine. */
export const patience = (): number => scope.twotrackPatience ?? 1;

/** The maximum duration of a unit of work, in milliseconds; it holds locks that others wait for. */
export const unitTimeoutMs = () => 10_000 * patience();

/** Runs `work` between the engine's BEGIN and COMMIT, which the caller sends. */
export async function runUnit<T>(tx: Drizzle, work: (tx: Tx) => Promise<T>): Promise<T> {
  const unit: Unit = { open: true };
  const mine = guarded(tx, "statement", () => {
    if (!unit.open) throw new Error("This unit of work has ended; its tx cannot be used any more.");
  });
  // A system timer, not one from lib/clock: a lock is held in real time, whatever time a test simulates.
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
 * A view of drizzle that runs `check` when a query is built and again when it is awaited, and stops at the simulation's
 * turn point in between. `run` is how the engine runs a query.
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
      const others = turn(point);
      if (others) {
        await others;
        check();
      }
      return run(() => query(target as unknown as Drizzle));
    },
  });
  return view;
}

/** How a prebuilt statement runs through a guarded view, with the view's checks, on the connection behind it. */
type View = { run(query: (connection: Drizzle) => unknown): Promise<unknown> };

// The store may be created by another copy of this module.
scope.twotrackViews ??= new WeakMap();
const views = scope.twotrackViews;

/** The view behind `db`, which `guarded` made or `standsFor` registered. */
export function viewOf(db: Reader): View {
  const view = views.get(db);
  if (!view) throw new Error("Statements run through a view that is guarded.");
  return typeof view === "function" ? view() : view;
}

/** Registers that `db` stands for a view that may change later. */
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
