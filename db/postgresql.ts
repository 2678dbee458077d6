import { drizzle } from "drizzle-orm/node-postgres";
import type { Pool, PoolClient } from "pg";
import { limitsMs, poolOf } from "./connection";
import { countOnPostgres } from "./counts";
import { codeOf, type Drizzle, guarded, patience, refuseInsideUnit, runUnit, type Store, turn } from "./unit";

/** PostgreSQL, deliberately in READ COMMITTED: the verbs lock what they decide on by writing it. */
export function openPostgres(url: string): Store {
  const pool = poolOf("DATABASE_URL", url, 20);
  const counts = countOnPostgres(pool);
  const views = new WeakMap<PoolClient, Drizzle>();
  const viewOf = (client: PoolClient): Drizzle => {
    const view = views.get(client) ?? asDrizzle(client);
    views.set(client, view);
    return view;
  };
  return {
    db: guarded(asDrizzle(pool), "read", refuseInsideUnit),
    transaction: async (work) => {
      for (let attempt = 1; ; attempt += 1) {
        await turn("unit");
        const client = await pool.connect();
        try {
          return await inTransaction(client, () => runUnit(viewOf(client), work));
        } catch (error) {
          if (!crossedCodes.has(codeOf(error)) || attempt > 3) throw error;
        }
      }
    },
    load: () => ({
      used: pool.totalCount - pool.idleCount,
      waiting: pool.waitingCount,
      most: pool.options.max ?? pool.totalCount,
    }),
    counter: counts.counter,
    // On PostgreSQL the library sweeps on its own.
    sweepCounts: () => {},
    forgetCounts: counts.forget,
    close: () => pool.end(),
  };
}

const asDrizzle = (connection: Pool | PoolClient) =>
  drizzle(connection, { casing: "snake_case" }) as unknown as Drizzle;

/**
 * Sent as one message. The limits end with the transaction, because the connection is reused by others, behind a pooler
 * immediately.
 */
const begin = [
  "BEGIN ISOLATION LEVEL READ COMMITTED",
  ...Object.entries(limitsMs).map(([name, ms]) => `SET LOCAL ${name} = ${ms * patience()}`),
].join("; ");

/** Commits `work`, or rolls it back and throws; then releases the connection, or discards it if it broke. */
async function inTransaction<T>(client: PoolClient, work: () => Promise<T>): Promise<T> {
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work();
    const { command } = await client.query("COMMIT");
    if (command !== "COMMIT")
      throw new Error("A statement of this unit of work failed, so that it was undone.");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((reason: Error) => {
      broken = reason;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Serialization failure and deadlock: PostgreSQL rolled back one of two conflicting units; it may run again. */
const crossedCodes = new Set(["40001", "40P01"]);
