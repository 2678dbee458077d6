import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { drizzle as drizzleSqlite } from "drizzle-orm/better-sqlite3";
import { migrate as migrateSqlite } from "drizzle-orm/better-sqlite3/migrator";
import { drizzle as drizzlePostgres } from "drizzle-orm/node-postgres";
import { migrate as migratePostgres } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import type { Engine } from "@/scripts/kit/test-databases";

type Value = string | number | boolean | null | Date | object;
export type Row = [table: string, values: Record<string, Value>];

/** Brings an empty database to the state an earlier release left it in: its first migrations, and these rows. */
export async function asOf(url: string, engine: Engine, migrations: number, rows: Row[]) {
  const migrationsFolder = firstOf(engine, migrations);
  try {
    if (engine === "sqlite") {
      const database = new Database(url.slice("file:".length));
      migrateSqlite(drizzleSqlite(database), { migrationsFolder });
      for (const row of rows) database.exec(insert(row, engine));
      database.close();
    } else {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await migratePostgres(drizzlePostgres(client), { migrationsFolder });
      for (const row of rows) await client.query(insert(row, engine));
      await client.end();
    }
  } finally {
    rmSync(migrationsFolder, { recursive: true });
  }
}

/** A folder with the first `count` migrations, as the earlier release shipped it. */
function firstOf(engine: Engine, count: number): string {
  const folder = mkdtempSync(join(tmpdir(), "twotrack-migrations-"));
  cpSync(join("db/migrations", engine), folder, { recursive: true });
  const path = join(folder, "meta/_journal.json");
  const journal: { entries: unknown[] } = JSON.parse(readFileSync(path, "utf8"));
  writeFileSync(path, JSON.stringify({ ...journal, entries: journal.entries.slice(0, count) }));
  return folder;
}

const insert = ([table, values]: Row, engine: Engine) =>
  `INSERT INTO ${table} (${Object.keys(values)
    .map((name) => `"${name}"`)
    .join(", ")}) VALUES (${Object.values(values)
    .map((value) => literal(value, engine))
    .join(", ")})`;

function literal(value: Value, engine: Engine): string {
  if (value === null) return "NULL";
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return engine === "sqlite" ? String(Number(value)) : String(value);
  if (value instanceof Date)
    return engine === "sqlite" ? String(value.getTime()) : `'${value.toISOString()}'`;
  return `'${(typeof value === "string" ? value : JSON.stringify(value)).replaceAll("'", "''")}'`;
}
