import { existsSync } from "node:fs";
import Database from "better-sqlite3";
import { codeOf } from "../unit";
import type { Value } from "./rendering";

/** The two files of a shop on SQLite, each read as of one moment. */
export type Source = {
  tables: SourceTable[];
  /** When the newest migration of the shop's file was made, in milliseconds since 1970; 0 if it has none. */
  newestMigration: number;
  close(): void;
};

export type SourceTable = {
  name: string;
  columns: string[];
  count: number;
  rows(columns: Wanted[]): IterableIterator<Value[]>;
};

/** A column to read; with `isNumber`, SQLite writes it as text: integers of any size, without a BigInt for each. */
export type Wanted = { name: string; isNumber: boolean };

/** Opens a shop's file and the staff file beside it. Throws an Error with a readable message if there is none. */
export function openSource(file: string): Source {
  if (!existsSync(file)) throw new Error(`There is no file ${file} to move from.`);
  const handles = [file, `${file}.staff`].filter(existsSync).map(open);
  const tables = handles.flatMap((handle) => namesIn(handle).map((name) => tableOf(handle, name)));
  return {
    tables: tables.filter(({ name }) => name !== journal),
    newestMigration: tables.some(({ name }) => name === journal) ? newest(handles) : 0,
    close() {
      for (const handle of handles) handle.close();
    },
  };
}

/** Whether a shop's file has orders. Only reads it. */
export function hasOrders(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    const handle = open(file);
    try {
      return handle.prepare("SELECT 1 FROM orders LIMIT 1").get() !== undefined;
    } finally {
      handle.close();
    }
  } catch (error) {
    // Not a shop's file, or an empty one.
    if (codeOf(error).startsWith("SQLITE")) return false;
    throw error;
  }
}

const journal = "__drizzle_migrations";

function open(file: string): Database.Database {
  const handle = new Database(file, { readonly: true, timeout: 5_000 });
  handle.exec("BEGIN");
  return handle;
}

const namesIn = (handle: Database.Database) =>
  handle
    .prepare<[], { name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    .all()
    .map(({ name }) => name);

function tableOf(handle: Database.Database, name: string): SourceTable {
  const columns = handle.prepare<[], { name: string }>(`PRAGMA table_info(${quoted(name)})`).all();
  const count = handle.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${quoted(name)}`).get();
  return {
    name,
    columns: columns.map((column) => column.name),
    count: count?.n ?? 0,
    rows: (wanted) =>
      handle
        .prepare<[], Value[]>(`SELECT ${wanted.map(selected).join(", ")} FROM ${quoted(name)}`)
        .raw()
        .iterate(),
  };
}

function newest(handles: Database.Database[]): number {
  const [shop] = handles;
  const row = shop?.prepare<[], { at: number | null }>(`SELECT max(created_at) AS at FROM ${journal}`).get();
  return row?.at ?? 0;
}

const selected = ({ name, isNumber }: Wanted) => (isNumber ? `CAST(${quoted(name)} AS TEXT)` : quoted(name));

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
