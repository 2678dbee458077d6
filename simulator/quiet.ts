import { setTimeout } from "node:timers/promises";
import pg from "pg";
import { databaseUrl, dialect } from "@/db/columns";

/**
 * Tells the simulation when every actor is parked, or waits for something that only another actor can provide. On
 * SQLite, only microtasks lie between two turn points, and one setImmediate drains them. On PostgreSQL, it is quiet
 * once every running statement waits for a lock.
 */
export type Watch = { quiet(): Promise<void>; stop(): Promise<void> };

export const watch = (): Promise<Watch> =>
  dialect === "sqlite" ? Promise.resolve({ quiet: drained, stop: async () => {} }) : watchPostgres();

const drained = () => new Promise<void>((resolve) => setImmediate(resolve));

async function watchPostgres(): Promise<Watch> {
  const observer = new pg.Client({ connectionString: databaseUrl });
  await observer.connect();
  const blocked = async () => Number((await observer.query(waitingForLock)).rows[0]?.n);
  const underWay = countQueries(observer);
  return {
    async quiet() {
      for (let looks = 0; ; looks += 1) {
        // Twice, since the result of a statement may start the next one.
        await drained();
        await drained();
        if (underWay.count === 0) return;
        const before = underWay.count;
        // Most statements finish before this; only then is the server asked what the others wait for.
        if (looks < 20) continue;
        if ((await blocked()) === before && underWay.count === before) return;
        await setTimeout(1);
      }
    },
    async stop() {
      underWay.stop();
      await observer.end();
    },
  };
}

/** How many other connections to this database wait for a lock that has not been granted. */
const waitingForLock = `
  SELECT count(*) AS n FROM pg_stat_activity a
  WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
    AND EXISTS (SELECT 1 FROM pg_locks l WHERE l.pid = a.pid AND NOT l.granted)`;

type Method = (this: pg.Client, ...given: unknown[]) => unknown;

/** Counts this process's queries that the server has not answered, except the observer's. */
function countQueries(observer: pg.Client) {
  const prototype = pg.Client.prototype as unknown as Record<"query" | "connect", Method>;
  const originals = { query: prototype.query, connect: prototype.connect };
  const counter = { count: 0, stop: () => void Object.assign(prototype, originals) };
  const counted = (original: Method): Method =>
    function (...given) {
      if (this === observer) return original.apply(this, given);
      counter.count += 1;
      const done = () => {
        counter.count -= 1;
      };
      const callback = given.at(-1);
      if (typeof callback !== "function") {
        const answer = original.apply(this, given) as Promise<unknown>;
        answer.then(done, done);
        return answer;
      }
      const told = (...results: unknown[]) => {
        done();
        return callback(...results);
      };
      return original.apply(this, [...given.slice(0, -1), told]);
    };
  prototype.query = counted(originals.query);
  prototype.connect = counted(originals.connect);
  return counter;
}
