import { drizzle } from "drizzle-orm/node-postgres";
import type { Pool, PoolClient } from "pg";
import { limitsMs, poolOf } from "./connection";
import { countOnPostgres } from "./counts";
import { codeOf, type Drizzle, guarded, patience, refuseInsideUnit, runUnit, type Store, turn } from "./unit";

/** PostgreSQL, in READ COMMITTED on purpose: the verbs lock what they decide on by writing it. */
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
    // There the library sweeps by itself.
    sweepCounts: () => {},
    forgetCounts: counts.forget,
    close: () => pool.end(),
  };
}

const asDrizzle = (connection: Pool | PoolClient) =>
  drizzle(connection, { casing: "snake_case" }) as unknown as Drizzle;

/** In one message. The limits end with the transaction: the connection is somebody else's afterward, behind a pooler at once. */
const begin = [
  "BEGIN ISOLATION LEVEL READ COMMITTED",
  ...Object.entries(limitsMs).map(([name, ms]) => `SET LOCAL ${name} = ${ms * patience()}`),
].join("; ");

/** Commits what `work` did, or undoes it and throws; then gives the connection back, or away when it broke. */
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

/** Serialization failure and deadlock: PostgreSQL undid one of two units that crossed; it may run again. */
const crossedCodes = new Set(["40001", "40P01"]);
