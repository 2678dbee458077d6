import { trace } from "@opentelemetry/api";
import { databaseUrl, dialect } from "./columns";
import type { Budget, Counter } from "./counts";
import { isUnwritable } from "./overload";
import { openPostgres } from "./postgresql";
import { fileOf, openSqlite } from "./sqlite";
import { codeOf, type Reader, refuseInsideUnit, type Store, standsFor, type Tx } from "./unit";
import { noteUnwritable } from "./unwritable";

export type { Budget, Counter } from "./counts";
export type { Reader, Tx } from "./unit";

// One store per process, whatever the bundler does with copies of this module.
const scope = globalThis as typeof globalThis & { twotrackStore?: Store };

const store = () => {
  scope.twotrackStore ??=
    dialect === "postgresql" ? openPostgres(databaseUrl) : openSqlite(fileOf(databaseUrl));
  return scope.twotrackStore;
};

/** Committed data. Throws inside a unit of work, where it would read outside the transaction. */
export const db: Reader = {
  select: ((...fields: []) => store().db.select(...fields)) as Reader["select"],
  selectDistinct: ((...fields: []) => store().db.selectDistinct(...fields)) as Reader["selectDistinct"],
};

standsFor(db, () => store().db);

/**
 * Runs `work` atomically: all of its writes, or none. It must not await the network, and it may run again if the
 * database finds a conflict with another unit.
 */
export async function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  refuseInsideUnit();
  try {
    return await traced(() => store().transaction(work));
  } catch (error) {
    if (isUnwritable(error)) noteUnwritable(codeOf(error));
    throw error;
  }
}

/** As a span of its request, if tracing is on. */
function traced<T>(work: () => Promise<T>): Promise<T> {
  if (!trace.getActiveSpan()) return work();
  return trace
    .getTracer("twotrack")
    .startActiveSpan("transaction", (span) => work().finally(() => span.end()));
}

/** Thrown by `undo` inside a unit of work. */
class Undone extends Error {}

/**
 * Like `transaction`, for work that may find it lost a race: `undo()` rolls everything back, and the result is
 * undefined.
 */
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

/** Counts against a budget, separate from the orders and never inside a unit of work. */
export const counter = (budget: Budget): Counter => store().counter(budget);

export const sweepCounts = (at: Date) => store().sweepCounts(at);

/** Resets all counts, for simulations, each of which starts from zero. */
export const forgetCounts = (): Promise<void> => store().forgetCounts();

/** How much this process's database connections are doing, and how much waits. */
export const storeLoad = () => store().load();

/** Closes the connections, for scripts and tests; the next use opens them again. */
export async function closeStore() {
  await scope.twotrackStore?.close();
  delete scope.twotrackStore;
}
