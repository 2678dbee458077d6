import { existsSync } from "node:fs";
import Database from "better-sqlite3";
import type pg from "pg";
import { seconds, sleep } from "@/lib/clock";
import { databaseUrl, migrationUrl } from "./columns";
import { clientOf } from "./connection";
import { keepPrivate } from "./private-file";
import { fileOf, restoringFile } from "./sqlite";
import { codeOf } from "./unit";

// Who runs a shop holds a lock of its database together with other shops; who replaces the database needs it alone. The
// lock is the operating system's or PostgreSQL's, so it ends with its holder, however that ends.

/** A shop runs on the database that was to be replaced, or somebody else replaces it. */
export class ShopRuns extends Error {}

/** The database is being replaced, and no shop may start on it. */
export class BeingReplaced extends Error {}

const shopRuns = () =>
  new ShopRuns(
    "A shop runs on this database, or another restore or move does. Stop it first. If its machine is gone, try again in a minute.",
  );
const beingReplaced = () =>
  new BeingReplaced("This database is being restored or moved. Start the shop when that is done.");

const isPostgres = (url: string) => /^postgres(ql)?:/.test(url);

/** What ends a lock. A lock that nobody refers to any more would be closed by the garbage collector. */
type Release = () => Promise<void>;
const scope = globalThis as typeof globalThis & { twotrackRunning?: Set<Release> };
scope.twotrackRunning ??= new Set();
const held = scope.twotrackRunning;

/**
 * Says that a shop runs on this database, until what it answers is called or the process ends. Any number may at once.
 * Throws BeingReplaced while somebody replaces the database. A PostgreSQL server that is away does not stop a start: the
 * lock is then taken when it is back.
 */
export async function holdRunning(url = databaseUrl): Promise<Release> {
  const letGo = isPostgres(url) ? await holdOnPostgres(url) : holdOnSqlite(fileOf(url));
  const release = async () => {
    held.delete(release);
    await letGo();
  };
  held.add(release);
  return release;
}

/**
 * Runs `work` while no shop runs on this database, and lets none start meanwhile. Throws ShopRuns where one runs, before
 * anything is done.
 */
export async function whileNobodyRuns<T>(work: () => Promise<T>, url = migrationUrl): Promise<T> {
  const letGo = isPostgres(url) ? await aloneOnPostgres(url) : aloneOnSqlite(fileOf(url));
  held.add(letGo);
  try {
    return await work();
  } finally {
    held.delete(letGo);
    await letGo();
  }
}

/** The lock is a database of its own beside the shop's: shops read it, and who is alone writes it. */
function lockFile(file: string, timeout: number) {
  keepPrivate(`${file}.running`);
  return new Database(`${file}.running`, { timeout });
}

function holdOnSqlite(file: string): Release {
  if (existsSync(restoringFile(file)))
    throw new BeingReplaced("A restore of this database was cut off. Run it again, then start the shop.");
  const lock = lockFile(file, seconds(1));
  try {
    lock.exec("BEGIN");
    lock.prepare("SELECT 1 FROM sqlite_master").all();
  } catch (error) {
    lock.close();
    throw codeOf(error).startsWith("SQLITE_BUSY") ? beingReplaced() : error;
  }
  return async () => void lock.close();
}

function aloneOnSqlite(file: string): Release {
  const lock = lockFile(file, 0);
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    throw codeOf(error).startsWith("SQLITE_BUSY") ? shopRuns() : error;
  }
  return async () => void lock.close();
}

// A lock of a transaction, and not of a session, since a pooler gives a session to somebody else after each transaction.
// The transaction reads and writes nothing, so that it keeps nothing from being vacuumed.
const lockName = "hashtext('twotrack running')";

/** Nobody may end this transaction for being idle, and a machine that is gone is noticed within half a minute. */
const settings = `
  SELECT set_config(name, value, true)
  FROM (VALUES ('idle_in_transaction_session_timeout', '0'), ('transaction_timeout', '0'),
    ('tcp_keepalives_idle', '15'), ('tcp_keepalives_interval', '5'), ('tcp_keepalives_count', '3')) AS wanted (name, value)
  JOIN pg_settings USING (name)`;

/** An open transaction with the lock, or undefined where others have it. */
async function lockOnPostgres(url: string, kind: "" | "_shared"): Promise<pg.Client | undefined> {
  const client = clientOf(url === databaseUrl ? "DATABASE_URL" : "MIGRATE_DATABASE_URL", url);
  try {
    await client.connect();
    await client.query("BEGIN");
    await client.query(settings);
    const { rows } = await client.query(`SELECT pg_try_advisory_xact_lock${kind}(${lockName}) AS mine`);
    if (rows[0].mine === true) return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
  await client.end();
  return undefined;
}

async function aloneOnPostgres(url: string): Promise<Release> {
  const client = await lockOnPostgres(url, "");
  if (!client) throw shopRuns();
  return () => client.end();
}

async function holdOnPostgres(url: string): Promise<Release> {
  const stop = new AbortController();
  const tried = await lockOnPostgres(url, "_shared").catch(() => null);
  if (tried === undefined) throw beingReplaced();
  let client: pg.Client | null | undefined = tried;
  const holding = (async () => {
    while (!stop.signal.aborted) {
      if (client) await endOf(client, stop.signal);
      if (stop.signal.aborted) return;
      await sleep(seconds(1), stop.signal);
      client = await lockOnPostgres(url, "_shared").catch(() => null);
    }
  })();
  return async () => {
    stop.abort();
    await holding;
    await client?.end();
  };
}

/** Resolves when the connection is over, or `signal` aborts. */
const endOf = (client: pg.Client, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    client.once("end", () => resolve());
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
