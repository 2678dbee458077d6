import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { migrationSetting, migrationUrl } from "./columns";
import { clientOf, DatabaseRefused } from "./connection";

/** How long an instance waits for another one's migrations, in milliseconds. */
const patienceMs = 60_000;

/** The transaction may wait, or be idle, for as long as the migrations take. */
const noLimits = "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0";

/**
 * Runs `work` while no other instance migrates. The lock belongs to a transaction: it ends with the transaction or with
 * the process that holds it, even behind a pooler. Throws DatabaseRefused if another instance holds it for longer than
 * `waitMs`.
 */
export async function underMigrationLock(work: () => Promise<void>, waitMs = patienceMs): Promise<void> {
  const holder = clientOf(migrationSetting, migrationUrl);
  await holder.connect();
  try {
    await take(holder, waitMs);
    await work();
    await holder.query("COMMIT");
  } finally {
    await holder.end();
  }
}

const lock = "hashtext('twotrack migrations')";

/** Polls instead of waiting inside a transaction, which would occupy one of a pooler's few connections. */
async function take(holder: pg.Client, waitMs: number) {
  for (let waited = 0; ; waited += 250) {
    await holder.query(`BEGIN; ${noLimits}`);
    const { rows } = await holder.query<{ mine: boolean }>(
      `SELECT pg_try_advisory_xact_lock(${lock}) AS mine`,
    );
    if (rows[0]?.mine) return;
    await holder.query("ROLLBACK");
    if (waited >= waitMs)
      throw new DatabaseRefused(
        `Another instance migrates this database. Waited for ${waitMs / 1_000} s. ${await tellHolder(holder)}`,
        "55P03",
      );
    // In real time, whatever time a test simulates.
    await pause(250);
  }
}

async function tellHolder(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ pid: number; since: Date | null }>(
    `SELECT pid, state_change AS since FROM pg_locks JOIN pg_stat_activity USING (pid)
     WHERE locktype = 'advisory' AND granted AND datname = current_database() AND objid = (${lock}::bigint & 4294967295)::oid`,
  );
  const [row] = rows;
  if (!row) return "It has just ended: start again.";
  return (
    `It is process ${row.pid} of the server, since ${row.since?.toISOString() ?? "an unknown time"}. Start again when it is done. ` +
    `If no instance is starting, an earlier release left its lock with a pooler: SELECT pg_terminate_backend(${row.pid}) ends it.`
  );
}

/** Runs `work` in a transaction without time limits: all of it, or nothing. */
export async function withoutLimits(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query(`BEGIN; ${noLimits}`);
  try {
    await work();
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
}
