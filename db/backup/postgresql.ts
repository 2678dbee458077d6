import { createReadStream } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type pg from "pg";
import { now } from "@/lib/clock";
import { clientOf } from "../connection";
import { keepPrivate } from "../private-file";
import { flush, freeName } from "./files";
import { type Contents, differences, type Manifest, readSums, sumsOfBooks, unposted } from "./manifest";
import { addressOf, run, type Setting, toolsFor } from "./tools";

/** The name of the dump in a backup. */
const dumpName = "shop.dump";

/** The schema with the record of applied migrations. */
const journalSchema = "drizzle";

/** Dumps the shop's tables as of one moment, while the shop runs. Returns what they held at that moment. */
export const copyFromPostgres = (url: string, folder: string): Promise<Contents> =>
  connected("DATABASE_URL", url, async (client) => {
    const tools = await toolsFor(await majorOf(client));
    const moment = now();
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    await waitPatiently(client);
    const { rows } = await client.query<{ snapshot: string; schema: string }>(
      "SELECT pg_export_snapshot() AS snapshot, current_schema() AS schema",
    );
    const [{ snapshot, schema }] = rows as [(typeof rows)[number]];
    const contents = { ...(await read(client, schema)), moment: moment.toISOString() };
    keepPrivate(`${folder}/${dumpName}`);
    await run(
      join(tools.folder, "pg_dump"),
      [
        "--format=custom",
        `--snapshot=${snapshot}`,
        `--table=${quoted(schema)}.*`,
        `--table=${quoted(journalSchema)}.*`,
        "--no-owner",
        "--no-privileges",
        // These tables hold the callers' rate-limit counts, and no order data.
        "--no-unlogged-table-data",
        "--no-password",
        `--file=${folder}/${dumpName}`,
      ],
      addressOf("DATABASE_URL", url, tools.major),
    );
    await run(join(tools.folder, "pg_restore"), ["--list", `${folder}/${dumpName}`], {});
    await flush(`${folder}/${dumpName}`);
    return contents;
  });

/** What the tables hold. Throws if the books lack something. */
async function read(client: pg.Client, schema: string): Promise<Omit<Contents, "moment">> {
  const { rows: tables } = await client.query<{ name: string; place: string }>(tablesOf, [schema]);
  const rows: Contents["rows"] = {};
  for (const { name, place } of tables)
    rows[name] = await numberOf(client, `SELECT count(*) AS found FROM ${place}`);
  if ((await numberOf(client, unposted)) > 0)
    throw new Error("The books lack money that payments say was taken.");
  return {
    engine: "postgresql",
    schema,
    migration: await numberOf(
      client,
      `SELECT max(created_at) AS found FROM ${journalSchema}.__drizzle_migrations`,
    ),
    rows,
    sums: readSums((await client.query(sumsOfBooks)).rows),
  };
}

/** Every table that survives a crash and belongs to no extension. */
const tablesOf = `
  SELECT c.relname AS name, c.oid::regclass::text AS place, n.nspname AS schema
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND c.relpersistence = 'p' AND n.nspname IN ($1, '${journalSchema}')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
  ORDER BY c.relname`;

/**
 * Replaces the shop's tables with a dump in one transaction, and moves the old ones to a schema whose name it returns.
 * Throws if the result differs from what was copied.
 */
export const putBackOnPostgres = (url: string, folder: string, manifest: Manifest, stamp: string) =>
  connected("MIGRATE_DATABASE_URL", url, async (client) => {
    const tools = await toolsFor(await majorOf(client));
    const { rows } = await client.query<{ schema: string | null }>("SELECT current_schema() AS schema");
    const schema = rows[0]?.schema ?? "";
    if (schema !== manifest.schema)
      throw new Error(
        `The backup's tables are in the schema ${manifest.schema}, and those of this database in ${schema || "none"}. Set the account's search_path to the first.`,
      );
    const schemas = await client.query<{ nspname: string }>("SELECT nspname FROM pg_namespace");
    const taken = new Set(schemas.rows.map(({ nspname }) => nspname));
    const aside = freeName(`before_${stamp.toLowerCase()}`, (name) => taken.has(name));
    const { rows: there } = await client.query<{ place: string }>(
      tablesOf.replace("c.relpersistence = 'p' AND", ""),
      [schema],
    );
    const scripts = await mkdtemp(join(tmpdir(), "twotrack-restore-"));
    try {
      const [moving, dumped] = [`${scripts}/move.sql`, `${scripts}/dump.sql`];
      await writePrivate(moving, [
        "SET statement_timeout = 0;",
        "SET lock_timeout = '60s';",
        "SET idle_in_transaction_session_timeout = 0;",
        ...(there.length > 0 ? [`CREATE SCHEMA ${aside};`] : []),
        ...there.map(({ place }) => `ALTER TABLE ${place} SET SCHEMA ${aside};`),
        `CREATE SCHEMA IF NOT EXISTS ${journalSchema};`,
      ]);
      keepPrivate(`${dumped}.all`);
      const unfold = ["--no-owner", "--no-privileges", `--file=${dumped}.all`, `${folder}/${dumpName}`];
      await run(join(tools.folder, "pg_restore"), unfold, {});
      await writePrivate(dumped, understood(`${dumped}.all`));
      await run(
        join(tools.folder, "psql"),
        ["-X", "-q", "-w", "-v", "ON_ERROR_STOP=1", "--single-transaction", "-f", moving, "-f", dumped],
        addressOf("MIGRATE_DATABASE_URL", url, tools.major),
      );
    } finally {
      await rm(scripts, { recursive: true, force: true });
    }
    const differs = differences(manifest, { ...(await read(client, schema)), moment: manifest.moment });
    const kept = there.length > 0 ? `schema ${aside}` : undefined;
    if (differs.length > 0)
      throw new Error(`What was put back is not what was copied: ${differs.join("; ")}. Kept: ${kept}.`);
    return { kept };
  });

/** A newer pg_restore sets a parameter that an older server does not know. The restore does not need it. */
async function* understood(file: string) {
  for await (const line of createInterface({
    input: createReadStream(file),
    crlfDelay: Number.POSITIVE_INFINITY,
  }))
    if (line !== "SET transaction_timeout = 0;") yield line;
}

async function writePrivate(file: string, lines: Iterable<string> | AsyncIterable<string>) {
  keepPrivate(file);
  const handle = await open(file, "w");
  try {
    for await (const line of lines) await handle.write(`${line}\n`);
  } finally {
    await handle.close();
  }
}

async function connected<T>(
  setting: Setting,
  url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = clientOf(setting, url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A dump may take long, and its snapshot lasts only as long as this transaction. */
const waitPatiently = (client: pg.Client) =>
  client.query(`
    SELECT set_config(name, '0', true) FROM pg_settings
    WHERE name IN ('statement_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')`);

const majorOf = async (client: pg.Client) =>
  Math.floor((await numberOf(client, "SELECT current_setting('server_version_num')::int AS found")) / 10_000);

const numberOf = async (client: pg.Client, text: string): Promise<number> =>
  Number((await client.query<{ found: unknown }>(text)).rows[0]?.found ?? 0);

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
