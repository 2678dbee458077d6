import { type Column, getTableColumns, is, Param, SQL, sql, type Table } from "drizzle-orm";
import { type Built, built as builtOf } from "./built";
import { dialect } from "./columns";
import { type Drizzle, type Reader, type Tx, viewOf } from "./unit";

// Building a query's text and having the engine prepare it takes several times as long as running it. Frequent queries
// are built once per connection and then run with other values.

type Query = PromiseLike<unknown>;

/** The placeholders for a statement's values, in the order of the values. */
type Places<Values extends unknown[]> = { [At in keyof Values]: SQL<Values[At]> };

/**
 * A query whose text does not depend on its values: `build` gets a placeholder for each. Lists of varying length and
 * optional values change the text; build such queries each time.
 */
export function statement<View extends Reader | Tx, Values extends unknown[], Q extends Query>(
  build: (db: View, ...places: Places<Values>) => Q,
): (db: View, ...values: Values) => Promise<Awaited<Q>> {
  const built = onePerConnection();
  return (db, ...values) =>
    run<Q>(db, (connection) => {
      const ask = built(connection, "", () =>
        build(connection as unknown as View, ...(values.map((_, at) => place(`${at}`)) as Places<Values>)),
      );
      return ask(Object.fromEntries(values.entries()));
    });
}

/**
 * Like `statement`, for writing some columns of a table: `build` gets their placeholders, and the text is built once for
 * each set of columns.
 */
export function write<Row extends object, Values extends unknown[], Q extends Query>(
  table: Table,
  build: (tx: Tx, row: Row, ...places: Places<Values>) => Q,
): (tx: Tx, row: Row, ...values: Values) => Promise<Awaited<Q>> {
  const built = onePerConnection();
  return (tx, row, ...values) =>
    run<Q>(tx, (connection) => {
      const columns = columnsOf(row);
      const ask = built(connection, columns.join(), () =>
        build(
          connection,
          placesOf<Row>(table, columns),
          ...(values.map((_, at) => place(`${at}`)) as Places<Values>),
        ),
      );
      return ask({ ...row, ...Object.fromEntries(values.entries()) });
    });
}

/** Like `write`, for several rows in one statement; each number of rows is a separate statement. */
export function writeAll<Row extends object, Q extends Query>(
  table: Table,
  build: (tx: Tx, rows: Row[]) => Q,
): (tx: Tx, rows: [Row, ...Row[]]) => Promise<Awaited<Q>> {
  const built = onePerConnection();
  return (tx, rows) =>
    run<Q>(tx, (connection) => {
      const columns = rows.map(columnsOf);
      const ask = built(connection, columns.join(";"), () =>
        build(
          connection,
          columns.map((names, n) => placesOf<Row>(table, names, `${n}.`)),
        ),
      );
      const values = rows.flatMap((row, n) =>
        Object.entries(row).map(([name, value]): [string, unknown] => [`${n}.${name}`, value]),
      );
      return ask(Object.fromEntries(values));
    });
}

/** Columns that are left out of a row, or undefined in it, are not written. */
const columnsOf = (row: object) =>
  Object.entries(row).flatMap(([name, value]) => (value === undefined ? [] : [name]));

const placesOf = <Row>(table: Table, names: string[], before = "") => {
  const columns = getTableColumns(table);
  return Object.fromEntries(names.map((name) => [name, place(before + name, columns[name])])) as Row;
};

/** A separate statement for each list, of which there are few: such as the states a row may move from. */
export function forEach<Item extends string, Statement>(of: (list: Item[]) => Statement) {
  const known = new Map<string, Statement>();
  return (list: Item[]): Statement => {
    const key = list.join();
    const before = known.get(key) ?? of([...list]);
    known.set(key, before);
    return before;
  };
}

/** A placeholder where drizzle expects a number, such as a limit. */
export const asNumber = (place: SQL<number>) => place as unknown as number;

/** The first row a statement returns, or undefined. */
export const first =
  <Args extends unknown[], Row>(ask: (...args: Args) => Promise<Row[]>) =>
  async (...args: Args): Promise<Row | undefined> =>
    (await ask(...args))[0];

const run = <Q>(db: Reader | Tx, query: (connection: Drizzle) => unknown) =>
  viewOf(db).run(query) as Promise<Awaited<Q>>;

/** Keeps a built query for as long as its connection. */
function onePerConnection() {
  const known = new WeakMap<object, Map<string, Built>>();
  return (connection: Drizzle, key: string, build: () => Query): Built => {
    const of = known.get(connection) ?? new Map<string, Built>();
    known.set(connection, of);
    const before = of.get(key);
    if (before) return before;
    const made = builtOf(build());
    of.set(key, made);
    return made;
  };
}

/** A statement's placeholder as a column stores it; needed where a column's words have other names in the database. */
export function storedIn<T>(column: Column, { queryChunks }: SQL<T>): SQL<T> {
  const param = queryChunks.find((chunk) => is(chunk, Param));
  if (!param) throw new Error("This is no placeholder of a statement.");
  return placed(param.value, column) as SQL<T>;
}

/** The placeholder for a value. As SQL, so that it is passed through unchanged in conditions, sets and rows. */
const place = (name: string, column?: Column): SQL => placed(sql.placeholder(name), column);

const placed = (placeholder: unknown, column?: Column): SQL =>
  sql`${new Param(placeholder, { mapToDriverValue: (value) => asEngine(value, column) })}`;

/**
 * A value as its column, or else any column of db/columns, passes it to this engine. Throws for SQL, which would have to
 * be part of the text.
 */
function asEngine(value: unknown, column?: Column): unknown {
  if (is(value, SQL)) throw new Error("A statement is given values, and SQL is none.");
  if (column && value !== null) return column.mapToDriverValue(value);
  if (value instanceof Date) return dialect === "postgresql" ? value.toISOString() : value.getTime();
  if (typeof value === "boolean") return dialect === "postgresql" ? value : Number(value);
  return typeof value === "object" && value !== null ? JSON.stringify(value) : value;
}
