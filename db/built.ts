import type Database from "better-sqlite3";
import { Column, getTableName, is, Param, Placeholder, SQL } from "drizzle-orm";
import type { Pool, PoolClient, QueryConfig } from "pg";
import { dialect } from "./columns";

// Drizzle builds a query's text, and this runs it: what drizzle works out again for every run and every row is worked out
// once. The results are the same.

/** A built query, which runs with the values of its placeholders. */
export type Built = (values: Record<string, unknown>) => unknown;

/** A column that is read: the name of its field, below the name of its row if tables are joined. */
type Field = { path: string[]; field: unknown };

/** What is used of a query that drizzle has prepared, on either engine. */
type Prepared = {
  /** Undefined if it returns no rows. */
  fields?: Field[];
  /** Which of the joined tables always have a row; undefined if none can be joined. */
  joinsNotNullableMap?: Record<string, boolean>;
  query: { params: unknown[] };
} & (
  | { stmt: Database.Statement<unknown[], unknown[]> }
  | { client: Pool | PoolClient; queryConfig: QueryConfig & { rowMode: "array" } }
);

/** A query as drizzle has built it, made ready to run often on its connection. */
export function built(query: object): Built {
  // Unnamed on PostgreSQL: behind a pooler the next transaction may use another connection.
  const prepared = (query as { prepare(): Prepared }).prepare();
  const { fields, joinsNotNullableMap } = prepared;
  const fill = filler(prepared.query.params);
  const read = fields && reader(fields, joinsNotNullableMap);
  if (dialect === "postgresql")
    return onPostgres(prepared as Extract<Prepared, { client: unknown }>, fill, read);
  const { stmt } = prepared as Extract<Prepared, { stmt: unknown }>;
  if (!read) return (values) => void stmt.run(...fill(values));
  stmt.raw();
  return (values) => stmt.all(...fill(values)).map(read);
}

function onPostgres(
  { client, queryConfig }: Extract<Prepared, { client: unknown }>,
  fill: Fill,
  read: Read | undefined,
): Built {
  // Without the values, which may name people.
  const failed = (cause: unknown) => {
    throw new Error(`Failed query: ${queryConfig.text}`, { cause });
  };
  return async (values) => {
    // What cannot be written or read is no fault of the query, and is told as it is.
    const { rows } = await client.query<unknown[]>(queryConfig, fill(values)).catch(failed);
    return read && rows.map(read);
  };
}

type Fill = (values: Record<string, unknown>) => unknown[];

/** The statement's parameters: values that are part of it, and placeholders for those of each run. */
function filler(params: unknown[]): Fill {
  const places = params.map((param) =>
    is(param, Param) && is(param.value, Placeholder)
      ? { name: param.value.name, write: (value: unknown) => param.encoder.mapToDriverValue(value) }
      : { name: undefined, fixed: param },
  );
  return (values) =>
    places.map((place) => (place.name === undefined ? place.fixed : place.write(values[place.name])));
}

type Read = (row: unknown[]) => Record<string, unknown>;
type Decode = (value: unknown) => unknown;

/** Makes an object of a row, or one with an object for each joined table. */
function reader(fields: Field[], alwaysThere: Record<string, boolean> | undefined): Read {
  const columns = fields.map(({ path: [top = "", name, ...rest], field }) => {
    if (rest.length > 0) throw new Error("A statement's fields have at most two names.");
    return { top, name, decode: decoderOf(field) };
  });
  const optional = optionalAmong(fields, alwaysThere);
  return (row) => {
    const read: Record<string, unknown> = {};
    for (const [at, { top, name, decode }] of columns.entries()) {
      const value = row[at] === null || !decode ? row[at] : decode(row[at]);
      if (name === undefined) read[top] = value;
      // Of a joined row that is not there, all is null, and so is the first column, which is its key.
      else if (!(top in read)) read[top] = value === null && optional.has(top) ? null : { [name]: value };
      else if (read[top]) (read[top] as Record<string, unknown>)[name] = value;
    }
    return read;
  };
}

/** The names of the joined rows that may be missing: all of their columns are of one table, which need not have a row. */
function optionalAmong(fields: Field[], alwaysThere: Record<string, boolean> | undefined): Set<string> {
  const tables = new Map<string, Set<string>>();
  for (const {
    path: [top = "", name],
    field,
  } of fields)
    if (name !== undefined && is(field, Column))
      tables.set(top, (tables.get(top) ?? new Set()).add(getTableName(field.table)));
  const missing = [...tables].filter(
    ([, names]) => alwaysThere && names.size === 1 && ![...names].some((name) => alwaysThere[name]),
  );
  return new Set(missing.map(([top]) => top));
}

/** How a field's values are read; undefined if the driver's are as they should be. */
function decoderOf(field: unknown): Decode | undefined {
  const decoder = is(field, Column)
    ? field
    : is(field, SQL)
      ? decoderIn(field)
      : decoderIn((field as SQL.Aliased).sql);
  const { mapFromDriverValue: decode } = decoder;
  return decode === Column.prototype.mapFromDriverValue ? undefined : (value) => decode.call(decoder, value);
}

/** Drizzle keeps it to itself. */
const decoderIn = (sql: SQL) => (sql as unknown as { decoder: { mapFromDriverValue: Decode } }).decoder;
