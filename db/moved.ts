import Database from "better-sqlite3";
import { env } from "@/lib/settings/env";
import { databaseUrl, defaultFile, dialect, migrationSetting, migrationUrl } from "./columns";
import { clientOf, DatabaseRefused } from "./connection";
import { hasOrders } from "./move/source";
import { fileOf } from "./sqlite";
import { codeOf } from "./unit";

// Which database is the shop's is checked before a start, because a shop that sells on another one loses sight of its
// orders.

const name = "moved_to_postgresql";

/** Notes in a shop's file that its data has moved elsewhere. */
export function markMoved(file: string, at: Date) {
  const handle = new Database(file, { timeout: 5_000 });
  try {
    handle
      .prepare(
        "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      )
      .run(name, at.toISOString());
  } finally {
    handle.close();
  }
}

/**
 * Throws DatabaseRefused if the file was moved to PostgreSQL, or if PostgreSQL has no orders and the default file has
 * some, unless START_ANYWAY is 1.
 */
export async function refuseOtherBooks(): Promise<void> {
  if (env().startAnyway) return;
  if (dialect === "sqlite") {
    const at = movedAt(fileOf(databaseUrl));
    if (at)
      throw new DatabaseRefused(
        `This shop was moved to PostgreSQL (${at}), and its file is what it was then. Set DATABASE_URL to that PostgreSQL. ` +
          "To go on with the file all the same, without what was sold since, set START_ANYWAY=1.",
      );
    return;
  }
  if (hasOrders(defaultFile) && !(await postgresHasOrders()))
    throw new DatabaseRefused(
      `${defaultFile} has orders, and the PostgreSQL that DATABASE_URL names has none. ` +
        "`npm run move` moves them there (docs/postgresql.md). If they are a demo's, move that file away; START_ANYWAY=1 starts beside it.",
    );
}

function movedAt(file: string): string | undefined {
  let handle: Database.Database | undefined;
  try {
    handle = new Database(file, { readonly: true, fileMustExist: true, timeout: 5_000 });
    return handle.prepare<[string], { value: string }>("SELECT value FROM settings WHERE name = ?").get(name)
      ?.value;
  } catch (error) {
    // A file that does not exist yet, or has no tables yet.
    if (codeOf(error).startsWith("SQLITE_")) return undefined;
    throw error;
  } finally {
    handle?.close();
  }
}

async function postgresHasOrders(): Promise<boolean> {
  const client = clientOf(migrationSetting, migrationUrl);
  await client.connect();
  try {
    const { rows } = await client.query("SELECT 1 WHERE to_regclass('orders') IS NOT NULL");
    return rows.length > 0 && (await client.query("SELECT 1 FROM orders LIMIT 1")).rows.length > 0;
  } finally {
    await client.end();
  }
}
