import { existsSync } from "node:fs";
import Database from "better-sqlite3";
import type pg from "pg";
import { seconds, sleep } from "@/lib/clock";
import { databaseUrl, migrationUrl } from "./columns";
import { clientOf } from "./connection";
import { keepPrivate } from "./private-file";
import { fileOf, restoringFile } from "./sqlite";
import { codeOf } from "./unit";

// A running shop shares a lock on its database with other shops; whoever replaces the database needs it exclusively.
// The lock belongs to the operating system or PostgreSQL, so it ends with its holder, however that ends.

/** A shop runs on the database that was to be replaced, or somebody else is replacing it. */
export class ShopRuns extends Error {}

/** The database is being replaced, and no shop may start on it. */
export class BeingReplaced extends Error {
  override readonly name = "BeingReplaced";
}

const shopRuns = () =>
  new ShopRuns(
    "A shop runs on this database, or another restore or move does. Stop it first. If its machine is gone, try again in a minute.",
  );
const beingReplaced = () =>
  new BeingReplaced("This database is being restored or moved. Start the shop when that is done.");

const isPostgres = (url: string) => /^postgres(ql)?:/.test(url);

/** Releases a lock. Without a reference, a lock would be closed by the garbage collector. */
type Release = () => Promise<void>;
const scope = globalThis as typeof globalThis & { twotrackRunning?: Set<Release> };
scope.twotrackRunning ??= new Set();
const held = scope.twotrackRunning;

/**
 * Marks that a shop runs on this database, until the returned function is called or the process ends. Any number of
 * shops may run at once. Throws BeingReplaced while somebody replaces the database. An unreachable PostgreSQL server
 * does not prevent a start: the lock is taken once it is back.
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
 * Runs `work` while no shop runs on this database, and lets none start meanwhile. Throws ShopRuns if one runs, before
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

/** The lock is a separate database beside the shop's: shops read it, and an exclusive holder writes it. */
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

// A transaction lock, not a session lock, because a pooler gives the session to another client after each transaction.
// The transaction reads and writes nothing, so that it does not hold up vacuuming.
const lockName = "hashtext('twotrack running')";

/** This transaction must not be ended for being idle, and a lost machine must be noticed within half a minute. */
const settings = `
  SELECT set_config(name, value, true)
  FROM (VALUES ('idle_in_transaction_session_timeout', '0'), ('transaction_timeout', '0'),
    ('tcp_keepalives_idle', '15'), ('tcp_keepalives_interval', '5'), ('tcp_keepalives_count', '3')) AS wanted (name, value)
  JOIN pg_settings USING (name)`;

/** An open transaction that holds the lock; undefined if others hold it. */
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

/** Resolves when the connection has ended, or `signal` aborts. */
const endOf = (client: pg.Client, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    client.once("end", () => resolve());
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
