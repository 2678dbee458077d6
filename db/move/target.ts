import { once } from "node:events";
import { finished } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { type Fingerprint, fingerprinting } from "./fingerprint";
import { type ColumnType, linesOf, readBack, typeOf, type Value } from "./rendering";

/** A PostgreSQL table with its columns, in order. */
export type TargetTable = { name: string; columns: { name: string; type: ColumnType }[] };

/** The shop's tables in PostgreSQL, without those that are not moved: migrations and counts. */
export async function tablesOf(client: pg.Client): Promise<TargetTable[]> {
  const { rows } = await client.query<{ name: string; column: string; type: string }>(
    `SELECT table_name AS name, column_name AS column, data_type AS type
     FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND table_name <> 'counts'
     ORDER BY table_name, ordinal_position`,
  );
  const tables = new Map<string, TargetTable>();
  for (const { name, column, type } of rows) {
    const table = tables.get(name) ?? { name, columns: [] };
    tables.set(name, table);
    table.columns.push({ name: column, type: typeOf(type) });
  }
  return [...tables.values()];
}

export async function isEmpty(client: pg.Client, table: string): Promise<boolean> {
  const { rows } = await client.query(`SELECT 1 FROM ${client.escapeIdentifier(table)} LIMIT 1`);
  return rows.length === 0;
}

/**
 * Drops what is checked row by row, foreign keys and indexes that no key needs, and returns a function that restores
 * it: that way a million rows are checked and sorted at once. Both happen in the caller's transaction.
 */
export async function withoutChecks(client: pg.Client): Promise<() => Promise<void>> {
  const keys = await client.query<{ table: string; name: string; definition: string }>(
    `SELECT conrelid::regclass::text AS table, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS definition
     FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1, 2`,
  );
  const indexes = await client.query<{ name: string; definition: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
     FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
     WHERE relnamespace = current_schema()::regnamespace
       AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid) ORDER BY 1`,
  );
  for (const { table, name } of keys.rows) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  for (const { name } of indexes.rows) await client.query(`DROP INDEX ${name}`);
  return async () => {
    for (const { definition } of indexes.rows) await client.query(definition);
    for (const { table, name, definition } of keys.rows)
      await client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`);
  };
}

/** The most that is sent at once, in characters. */
const chunk = 256 * 1024;

/** Writes rows into a table that the same transaction has emptied. Returns their fingerprint as they were read. */
export async function copyInto(
  client: pg.Client,
  { name, columns }: TargetTable,
  rows: Iterable<Value[]>,
  onRows: (written: number) => void,
): Promise<Fingerprint> {
  const names = columns.map((column) => client.escapeIdentifier(column.name)).join(", ");
  const stream = client.query(
    copyFrom(`COPY ${client.escapeIdentifier(name)} (${names}) FROM STDIN WITH (FREEZE)`),
  );
  const done = finished(stream);
  // Reported where it is awaited.
  done.catch(() => {});
  const print = fingerprinting();
  const lineOf = linesOf(columns);
  let [text, written] = ["", 0];
  for (const row of rows) {
    const line = lineOf(row);
    print.add(line);
    text += `${line}\n`;
    written += 1;
    if (text.length < chunk) continue;
    if (!stream.write(text)) await Promise.race([once(stream, "drain"), done]);
    text = "";
    onRows(written);
  }
  stream.end(text);
  await done;
  onRows(written);
  return print.result();
}

/** The fingerprint of a table's current rows. */
export async function fingerprintOf(client: pg.Client, { name, columns }: TargetTable): Promise<Fingerprint> {
  const wanted = columns
    .map((column) => readBack(column.type, client.escapeIdentifier(column.name)))
    .join(", ");
  const stream = client.query(
    copyTo(`COPY (SELECT ${wanted} FROM ${client.escapeIdentifier(name)}) TO STDOUT`),
  );
  const print = fingerprinting();
  let rest: Buffer = Buffer.alloc(0);
  for await (const part of stream as AsyncIterable<Buffer>) {
    rest = rest.length > 0 ? Buffer.concat([rest, part]) : part;
    let begin = 0;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10, begin)) {
      print.add(rest.subarray(begin, end));
      begin = end + 1;
    }
    rest = rest.subarray(begin);
  }
  return print.result();
}
