import Database from "better-sqlite3";
import pg from "pg";
import { afterAll } from "vitest";
import { databaseUrl, dialect } from "@/db/columns";
import { fileOf } from "@/db/sqlite";

export type Statement = { text: string; values: unknown[] };

/** Every statement that the store runs during `work`, captured on its way to the engine. */
export async function statementsOf(work: () => Promise<unknown>): Promise<Statement[]> {
  const ran: Statement[] = [];
  const letGo = dialect === "postgresql" ? catchAtPostgres(ran) : catchAtSqlite(ran);
  try {
    await work();
  } finally {
    letGo();
  }
  return ran;
}

type Query = string | { text: string; values?: unknown[] };

function catchAtPostgres(ran: Statement[]) {
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function (
    this: pg.Client,
    asked: Query,
    values: unknown[] = [],
    ...rest: unknown[]
  ) {
    ran.push(
      typeof asked === "string"
        ? { text: asked, values }
        : { text: asked.text, values: asked.values ?? values },
    );
    return Reflect.apply(query, this, [asked, values, ...rest]);
  } as typeof query;
  return () => {
    pg.Client.prototype.query = query;
  };
}

const ofSqlite = new Database(":memory:");
const statements: { all(this: Database.Statement, ...values: unknown[]): unknown[] } = Object.getPrototypeOf(
  ofSqlite.prepare("SELECT 1"),
);

function catchAtSqlite(ran: Statement[]) {
  const { all } = statements;
  statements.all = function (...values) {
    ran.push({ text: this.source, values });
    return all.apply(this, values);
  };
  return () => {
    statements.all = all;
  };
}

/** Collects the engine's table statistics, as PostgreSQL does automatically from time to time. */
export const analyze = () => onDatabase((ask) => ask("ANALYZE", []));

/** What is wrong with a statement's query plan: full table scans, and, unless the rows are few, sorts. */
export const faultsOfPlan = ({ text, values }: Statement, { mayScan = [], maySort = false }: Allowed = {}) =>
  onDatabase(async (ask) => {
    const faults =
      dialect === "postgresql"
        ? faultsOfNodes(await ask(`EXPLAIN (FORMAT JSON) ${text}`, values))
        : faultsOfLines(await ask(`EXPLAIN QUERY PLAN ${text}`, values));
    return faults.filter(
      (fault) => !(maySort && fault === "sorts") && !mayScan.some((table) => fault === `scans ${table}`),
    );
  });

/** The lines of SQLite's query plan. */
export const linesOfPlan = ({ text, values }: Statement) =>
  onDatabase(async (ask) =>
    (await ask(`EXPLAIN QUERY PLAN ${text}`, values)).map(({ detail }) => String(detail)),
  );

export type Allowed = { mayScan?: string[]; maySort?: boolean };

type Ask = (text: string, values: unknown[]) => Promise<Record<string, unknown>[]>;

async function onDatabase<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
  if (dialect === "sqlite") {
    const database = new Database(fileOf(databaseUrl), { timeout: 5_000 });
    try {
      return await work(async (text, values) => {
        if (text === "ANALYZE") {
          database.exec(text);
          return [];
        }
        return database.prepare<unknown[], Record<string, unknown>>(text).all(...values);
      });
    } finally {
      database.close();
    }
  }
  connection ??= connected();
  const client = await connection;
  return work(async (text, values) => (await client.query(text, values)).rows);
}

/** Kept: a plan takes less time than a connection. */
let connection: Promise<pg.Client> | undefined;

async function connected() {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  // A realistic value for SSDs; PostgreSQL's default favors scanning small tables.
  await client.query("SET random_page_cost = 1.1");
  return client;
}

afterAll(async () => (await connection)?.end());

/** SQLite prints a line for each step, such as `SCAN orders` or `SEARCH orders USING INDEX orders_status (…)`. */
const faultsOfLines = (lines: Record<string, unknown>[]) =>
  lines.flatMap(({ detail }) => {
    const [, table] = /^SCAN (\w+)$/.exec(String(detail)) ?? [];
    if (table) return derived.has(table) ? [] : [`scans ${table}`];
    return String(detail).includes("TEMP B-TREE") && String(detail).includes("ORDER BY") ? ["sorts"] : [];
  });

/** Not tables, but intermediate results of the same statement. */
const derived = new Set(["one", "waiting", "stretch", "some"]);

/** A sort of at most this many rows is cheap enough to ignore. */
const fewRows = 100;

type Node = { "Node Type": string; "Relation Name"?: string; "Plan Rows": number; Plans?: Node[] };

/** PostgreSQL prints a tree. */
function faultsOfNodes(rows: Record<string, unknown>[]): string[] {
  const [{ "QUERY PLAN": plans = [] } = {}] = rows as { "QUERY PLAN"?: { Plan: Node }[] }[];
  const walk = (node: Node): string[] => [
    ...(node["Node Type"] === "Seq Scan" ? [`scans ${node["Relation Name"]}`] : []),
    ...(node["Node Type"].endsWith("Sort") && node["Plan Rows"] > fewRows ? ["sorts"] : []),
    ...(node.Plans ?? []).flatMap(walk),
  ];
  return plans.flatMap(({ Plan }) => walk(Plan));
}
