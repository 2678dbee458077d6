import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import { countOnPostgres } from "./counts";
import { codeOf, type Drizzle, guarded, refuseInsideUnit, runUnit, type Store, turn } from "./unit";

/** PostgreSQL, in READ COMMITTED on purpose: the verbs lock what they decide on by writing it. */
export function openPostgres(url: string): Store {
  const pool = new pg.Pool({
    connectionString: url,
    max: 20,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 10_000,
    idle_in_transaction_session_timeout: 15_000,
  });
  // The pool replaces a connection that breaks, and who was using it is told by their query. But an error that
  // nobody listens to would end the process: the pool's own while it is idle, the client's while it is in use.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  const tx = drizzle(pool, { casing: "snake_case" }) as unknown as Drizzle;
  const counts = countOnPostgres(pool);
  return {
    db: guarded(tx, "read", refuseInsideUnit),
    transaction: async (work) => {
      for (let attempt = 1; ; attempt += 1) {
        await turn("unit");
        try {
          return await tx.transaction((inner) => runUnit(inner as unknown as Drizzle, work), {
            isolationLevel: "read committed",
          });
        } catch (error) {
          if (!crossedCodes.has(codeOf(error)) || attempt > 3) throw error;
        }
      }
    },
    counter: counts.counter,
    // There the library sweeps by itself.
    sweepCounts: () => {},
    forgetCounts: counts.forget,
    close: () => pool.end(),
  };
}

/** Serialization failure and deadlock: PostgreSQL undid one of two units that crossed; it may run again. */
const crossedCodes = new Set(["40001", "40P01"]);
