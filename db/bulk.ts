import {
  type Column,
  getTableColumns,
  getTableName,
  type SQL,
  type SQLWrapper,
  sql,
  type Table,
} from "drizzle-orm";
import { dialect } from "./columns";
import { statement } from "./statement";
import type { Tx } from "./store";

// Many rows in a statement with one value: the rows as JSON. A list of VALUES has a placeholder for every field, and
// building and preparing its text takes longer than writing the rows.

type Insert = (tx: Tx, rows: string) => Promise<unknown>;
type Row = Record<string, unknown>;

/** The statements so far, by table, what they do about rows that exist, and the columns they fill. */
const inserts = new Map<string, Insert>();

/**
 * Inserts any number of rows of a table. Fields left out get the table's default, or null. A row that exists is an error,
 * as it is for any insert, unless `skipKnown` says that it is left as it is.
 */
export async function insertMany<T extends Table>(
  tx: Tx,
  table: T,
  rows: T["$inferInsert"][],
  { skipKnown = false } = {},
) {
  if (rows.length === 0) return;
  const columns = Object.entries(getTableColumns(table)).filter(([name]) =>
    rows.some((row: Row) => isSet(row, name)),
  );
  const key = [getTableName(table), skipKnown, ...columns.map(([name]) => name)].join();
  const insert =
    inserts.get(key) ??
    insertInto(
      table,
      columns.map(([name]) => name),
      skipKnown,
    );
  inserts.set(key, insert);
  await insert(
    tx,
    JSON.stringify(rows.map((row) => columns.map(([name, column]) => fieldOf(row, name, column)))),
  );
}

const isSet = (row: Row, name: string) => row[name] !== undefined && row[name] !== null;

/** A field as its column passes it to this engine. */
function fieldOf(row: Row, name: string, column: Column) {
  const value = row[name] ?? column.default ?? null;
  return value === null ? null : column.mapToDriverValue(value);
}

/** The statement that fills these columns, and the others with their default. */
const insertInto = (table: Table, filled: string[], skipKnown: boolean): Insert =>
  statement((tx: Tx, rows: SQL<string>) => {
    const fields = Object.entries(getTableColumns(table)).map(([name, column]) =>
      typed(
        column,
        filled.includes(name) ? sql.raw(`row.value ->> ${filled.indexOf(name)}`) : defaultOf(column),
      ),
    );
    const list =
      dialect === "postgresql" ? sql`jsonb_array_elements(${rows}::jsonb)` : sql`json_each(${rows})`;
    // Without a WHERE, SQLite takes ON CONFLICT for the condition of a join.
    const insert = tx
      .insert(table)
      .select(sql`SELECT ${sql.join(fields, sql`, `)} FROM ${list} AS row WHERE true`);
    return skipKnown ? insert.onConflictDoNothing() : insert;
  });

const defaultOf = (column: Column) =>
  column.default === undefined ? sql`NULL` : sql.param(column.default, column);

/** PostgreSQL reads every field as text. */
const typed = (column: Column, value: SQLWrapper) =>
  dialect === "postgresql" ? sql`(${value})::${sql.raw(column.getSQLType())}` : sql`${value}`;
