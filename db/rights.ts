import { sql } from "drizzle-orm";
import type pg from "pg";
import { dialect } from "./columns";
import { clientOf, DatabaseRefused } from "./connection";
import { db } from "./store";

/** Throws if the account of `url` and `owner` connect to different databases, before anything is changed in either. */
export const assertOneDatabase = (owner: pg.Client, url: string): Promise<void> =>
  asAccount(url, async (client) => {
    if ((await whereIs(owner)).database !== (await whereIs(client)).database)
      throw new DatabaseRefused(
        "MIGRATE_DATABASE_URL and DATABASE_URL name two databases; they must name one.",
      );
  });

/**
 * Lets the account of `url` read and write the rows of every table, including future ones, and alter no table. In the
 * audit log and the books it may delete nothing, and update only an existing row's place and seal. Throws if that
 * account could alter tables anyway.
 */
export const grantRights = (owner: pg.Client, url: string): Promise<void> =>
  asAccount(url, async (client) => {
    const [{ schema }, { account }] = [await whereIs(owner), await whereIs(client)];
    await owner.query(grants(owner.escapeIdentifier(account), owner.escapeIdentifier(schema)));
    const { rows } = await client.query<{ may: boolean }>(mayChange);
    if (rows[0]?.may)
      throw new DatabaseRefused(
        "The account of DATABASE_URL may change tables: it owns some, or is a superuser. Make another one that owns none.",
      );
  });

/** Runs `work` as the account of `url`, which the shop uses. */
export async function asAccount<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = clientOf("DATABASE_URL", url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

type Place = { account: string; database: string; schema: string };

async function whereIs(client: pg.Client): Promise<Place> {
  const { rows } = await client.query<Place>(
    "SELECT current_user AS account, current_database() AS database, current_schema() AS schema",
  );
  const [place] = rows;
  if (!place) throw new Error("The database does not say who is connected.");
  return place;
}

/** In one transaction, so that a running instance never lacks a right. */
const grants = (account: string, schema: string) => `
  BEGIN;
  GRANT USAGE ON SCHEMA ${schema}, drizzle TO ${account};
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${account};
  GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${account};
  GRANT SELECT ON ALL TABLES IN SCHEMA drizzle TO ${account};
  -- A backup reads where the migrator's own numbers stand.
  GRANT SELECT ON ALL SEQUENCES IN SCHEMA drizzle TO ${account};
  ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${account};
  ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT USAGE, SELECT ON SEQUENCES TO ${account};
  REVOKE UPDATE, DELETE ON audit_log, transfers FROM ${account};
  GRANT UPDATE (seq, seal) ON audit_log, transfers TO ${account};
  COMMIT;`;

const mayChange = `
  SELECT EXISTS (
    SELECT FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
      AND pg_has_role(current_user, relowner, 'USAGE')) AS may`;

/**
 * Whether the shop's own account could alter its tables. Always false on SQLite, where anybody who can write the file
 * can.
 */
export async function mayChangeTables(): Promise<boolean> {
  if (dialect !== "postgresql") return false;
  const [row] = await db.select({ may: sql<boolean>`may` }).from(sql`(${sql.raw(mayChange)}) AS rights`);
  return row?.may === true;
}
