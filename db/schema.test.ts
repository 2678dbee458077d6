import { readdirSync, readFileSync } from "node:fs";
import {
  generateDrizzleJson,
  generateMigration,
  generateSQLiteDrizzleJson,
  generateSQLiteMigration,
} from "drizzle-kit/api";
import { getTableColumns, getTableName, is, Table } from "drizzle-orm";
import { CasingCache } from "drizzle-orm/casing";
import { describe, expect, test } from "vitest";
import { query } from "@/scripts/kit/test-databases";
import { databaseUrl, dialect } from "./columns";
import * as schema from "./schema";

type Snapshot = {
  tables: Record<
    string,
    {
      name: string;
      columns: Record<string, { notNull: boolean; primaryKey: boolean }>;
      indexes: Record<string, { isUnique: boolean; columns: (string | { expression: string })[] }>;
      foreignKeys: Record<string, { tableTo: string; columnsFrom: string[]; columnsTo: string[] }>;
      checkConstraints: Record<string, { value: string }>;
      compositePrimaryKeys: Record<string, { columns: string[] }>;
    }
  >;
};

/** The database as described by an engine's newest migration. */
function newest(engine: "sqlite" | "postgresql"): Snapshot {
  const folder = `db/migrations/${engine}/meta`;
  const last = readdirSync(folder)
    .filter((name) => name.endsWith("_snapshot.json"))
    .toSorted()
    .at(-1);
  return JSON.parse(readFileSync(`${folder}/${last}`, "utf8"));
}

test("the migrations make the schema: there is nothing left to generate", async () => {
  if (dialect === "sqlite") {
    const now = await generateSQLiteDrizzleJson(schema, undefined, "snake_case");
    expect(await generateSQLiteMigration(newest("sqlite") as never, now)).toEqual([]);
  } else {
    const now = generateDrizzleJson(schema, undefined, undefined, "snake_case");
    expect(await generateMigration(newest("postgresql") as never, now)).toEqual([]);
  }
});

describe("both engines have the same", () => {
  const tablesOf = (engine: "sqlite" | "postgresql") =>
    Object.fromEntries(Object.values(newest(engine).tables).map((table) => [table.name, table]));
  const [sqlite, postgresql] = [tablesOf("sqlite"), tablesOf("postgresql")];

  test("tables", () => {
    expect(Object.keys(sqlite).toSorted()).toEqual(Object.keys(postgresql).toSorted());
    expect(Object.keys(sqlite).length).toBeGreaterThan(10);
  });

  test.each(Object.keys(sqlite))("columns, keys, indexes and checks of %s", (name) => {
    expect(shapeOf(sqlite[name])).toEqual(shapeOf(postgresql[name]));
  });

  test("migrations, by name", () => {
    const tags = (engine: string): string[] =>
      JSON.parse(readFileSync(`db/migrations/${engine}/meta/_journal.json`, "utf8")).entries.map(
        (entry: { tag: string }) => entry.tag,
      );
    expect(tags("sqlite")).toEqual(tags("postgresql"));
  });

  function shapeOf(table: Snapshot["tables"][string] | undefined) {
    if (!table) return undefined;
    const values = <T, Result>(record: Record<string, T>, shape: (one: T, name: string) => Result) =>
      Object.fromEntries(
        Object.entries(record)
          .toSorted(([one], [other]) => (one < other ? -1 : 1))
          .map(([name, one]) => [name, shape(one, name)]),
      );
    return {
      columns: values(table.columns, ({ notNull, primaryKey }) => ({ notNull, primaryKey })),
      indexes: values(table.indexes, ({ isUnique, columns }) => ({
        isUnique,
        columns: columns.map((column) => (typeof column === "string" ? column : column.expression)),
      })),
      foreignKeys: Object.values(table.foreignKeys)
        .map(({ tableTo, columnsFrom, columnsTo }) => `${columnsFrom} -> ${tableTo} ${columnsTo}`)
        .toSorted(),
      checks: values(table.checkConstraints, ({ value }) => value.replaceAll(/["`]/g, "")),
      keys: Object.values(table.compositePrimaryKeys).map(({ columns }) => columns),
    };
  }
});

test("the database has every table and column of the schema, and no others", async () => {
  const casing = new CasingCache("snake_case");
  const declared = Object.values(schema as Record<string, unknown>)
    .filter((one): one is Table => is(one, Table))
    .flatMap((table) =>
      Object.values(getTableColumns(table)).map(
        (column) => `${getTableName(table)}.${casing.getColumnCasing(column)}${column.notNull ? "" : "?"}`,
      ),
    );
  // On PostgreSQL the counts, which may be lost, have a table outside the schema, and so does the staff library.
  const found = await query(
    databaseUrl,
    dialect === "sqlite"
      ? `SELECT m.name || '.' || c.name || CASE WHEN c."notnull" OR c.pk THEN '' ELSE '?' END AS it
         FROM sqlite_master m, pragma_table_info(m.name) c
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE '%drizzle%'`
      : `SELECT table_name || '.' || column_name || CASE is_nullable WHEN 'YES' THEN '?' ELSE '' END AS it
         FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'counts'
           AND (table_name NOT LIKE 'staff%' OR table_name = 'staff_letters')`,
  );
  expect(found.map(({ it }) => it).toSorted()).toEqual(declared.toSorted());
});

test("rule 6: a check says that an amount is not negative, and nothing more", () => {
  for (const engine of ["sqlite", "postgresql"] as const)
    for (const table of Object.values(newest(engine).tables))
      for (const { value } of Object.values(table.checkConstraints)) expect(value).toMatch(/^\S+ >= 0$/);
});

test("rules 3 and 6: no unique index rejects what a gateway says", () => {
  const unique = Object.values(newest("postgresql").tables).flatMap((table) =>
    Object.entries(table.indexes)
      .filter(([, { isUnique }]) => isUnique)
      .map(([name]) => name),
  );
  expect(unique.toSorted()).toEqual([
    "alarms_one_open",
    "api_keys_hash",
    // Places in a chain are our own, and assigned after what the gateway said was written.
    "audit_log_seq",
    // The same line or file of a bank again is not kept twice.
    "bank_lines_key",
    "bank_statements_file",
    "mails_cause",
    "needs_one_open",
    "orders_number",
    "payments_attempt",
    "payments_gateway_order_id",
    "products_slug",
    // A row that is listed twice or changes is kept as another copy or version, under the settlement's lock.
    "settlement_rows_row",
    // A payment is a stray once; hearing of it again changes nothing.
    "strays_payment",
    "transfers_account_cause",
    "transfers_cause",
    "transfers_seq",
    "webhook_inbox_key",
  ]);
});
