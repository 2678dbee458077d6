import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { secretNames } from "@/lib/settings/secret-files";

export type Engine = "sqlite" | "postgresql";

/** A migrated database that is never used directly: each test file or world gets a copy of it. */
export type Template = {
  engine: Engine;
  name: string;
  /** How PostgreSQL copies it, if there is a choice. */
  strategy?: string;
};

/** Makes the template by running the project's scripts, as an operator would. */
export async function makeTemplate(engine: Engine, scripts: string[]): Promise<Template> {
  const template = await createEmpty(engine);
  try {
    for (const script of scripts)
      await promisify(execFile)(process.execPath, [...loaderOf(script), script], {
        env: { ...process.env, ...demo, DATABASE_URL: urlOf(template) },
      });
    if (engine === "sqlite") for (const file of filesOf(template.name)) await foldWal(file);
    return template;
  } catch (error) {
    await removeCopies(template);
    throw error;
  }
}

const loaderOf = (script: string) => (script.endsWith(".ts") ? ["--import", "tsx"] : []);

/** A fresh copy of the template; returns its DATABASE_URL. */
export async function copyTemplate(template: Template): Promise<string> {
  const copy = `${template.name}_${randomBytes(5).toString("hex")}`;
  if (template.engine === "sqlite") {
    for (const file of filesOf(template.name)) copyFileSync(file, file.replace(template.name, copy));
    return `file:${copy}`;
  }
  await onServer(`CREATE DATABASE ${copy} TEMPLATE ${template.name} ${template.strategy ?? ""}`);
  return urlOf({ engine: "postgresql", name: copy });
}

/** Removes the template and every copy, even those with open connections. */
export async function removeCopies(template: Template): Promise<void> {
  if (template.engine === "sqlite") {
    rmSync(join(template.name, ".."), { recursive: true, force: true });
    return;
  }
  const found = await onServer(`SELECT datname FROM pg_database WHERE datname LIKE '${template.name}%'`);
  for (const { datname } of found) await onServer(`DROP DATABASE ${datname} WITH (FORCE)`);
}

/**
 * Removes what a whole run used. A throwaway server takes its databases with it, which is minutes faster on a busy
 * machine than dropping them one by one.
 */
export async function removeAtEnd(template: Template): Promise<void> {
  if (template.engine === "sqlite" || !process.env.TEST_DATABASE_THROWAWAY) await removeCopies(template);
}

/** Queries a database from outside the application. */
export async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  if (url.startsWith("file:")) {
    const { default: Database } = await import("better-sqlite3");
    const database = new Database(url.slice("file:".length), { readonly: true, timeout: 5000 });
    try {
      return database.prepare<[], Record<string, unknown>>(text).all();
    } finally {
      database.close();
    }
  }
  const { default: pg } = await import("pg");
  // Counts and sums arrive as text unless declared as numbers here; in SQLite they are numbers.
  const numbers = new Set<number>([pg.types.builtins.INT8, pg.types.builtins.NUMERIC]);
  const getTypeParser: typeof pg.types.getTypeParser = (type, format) =>
    numbers.has(type) ? Number : pg.types.getTypeParser(type, format);
  const client = new pg.Client({ connectionString: url, types: { getTypeParser } });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Keeps a developer's environment and .env out of the tests: no keys, so the emulators answer. */
export const demo = {
  ...Object.fromEntries(secretNames.map((name) => [`${name}_FILE`, ""])),
  PORT: "",
  HOST: "",
  ENCRYPTED_NETWORK: "",
  APP_URL: "",
  MIGRATE_DATABASE_URL: "",
  ALLOW_NEWER_DATABASE: "",
  // The usual file may hold a developer's own shop.
  START_ANYWAY: "1",
  SESSION_SECRET: "",
  TOSS_WIDGET_CLIENT_KEY: "",
  TOSS_WIDGET_SECRET_KEY: "",
  TOSS_FREE_INSTALLMENTS: "",
  TOSS_CARD_POINTS: "",
  TOSS_API_CLIENT_KEY: "",
  TOSS_API_SECRET_KEY: "",
  TOSS_ACQUISITION: "",
  TOSS_BASE_URL: "",
  TOSS_SDK_URL: "",
  STRIPE_PUBLISHABLE_KEY: "",
  STRIPE_SECRET_KEY: "",
  STRIPE_WEBHOOK_SECRET: "",
  STRIPE_CURRENCIES: "",
  STRIPE_CAPTURE: "",
  STRIPE_API_URL: "",
  STRIPE_SCRIPT_URL: "",
  REFUND_ACCOUNT_KEY: "",
  ADDRESS_SEARCH: "",
  DELIVERY_FEE: "",
  DELIVERY_FREE_FROM: "",
  DELIVERY_ISLAND_FEE: "",
  SUPPORT_REFUND_LIMIT: "",
  SUPPORT_REFUND_DAILY: "",
  REFUND_APPROVAL_ABOVE: "",
  REFUND_APPROVAL_ABOVE_DAILY: "",
  KEY_REFUND_LIMIT: "",
  KEY_REFUND_DAILY: "",
  STAFF_SECOND_FACTOR: "",
  TOTP_SHA1: "",
  MANAGER_EMAIL: "",
  SHOPPER_CANCEL: "",
  CAPTURE_ON_SHIPMENT: "",
  VIRTUAL_ACCOUNT_MAX_HOURS: "",
  DEPOSIT_REFUND_DAYS: "",
  ORDER_DATA_DAYS: "",
  UNPAID_ORDER_DATA_DAYS: "",
  VERIFY_AT: "",
  TWOTRACK_DEMO: "",
  EMULATOR_TOSS_PORT: "",
  EMULATOR_STRIPE_PORT: "",
  ALLOWED_REDIRECT_ORIGINS: "",
  TRUSTED_PROXIES: "",
  DECLINES_ALARM: "",
  ALARM_EMAIL: "",
  ALARM_EVERY_MINUTES: "",
  ALARM_WEBHOOK_URL: "",
  METRICS_TOKEN: "",
  MOVE_TO: "",
  OTEL_EXPORTER_OTLP_ENDPOINT: "",
  RATE_LIMIT_FACTOR: "",
  API_KEY_LIMIT_FACTOR: "",
  SMTP_URL: "",
  MAIL_FROM: "",
  MAIL_FOLDER: "",
  BACKUP_FOLDER: "",
  BACKUP_EVERY_HOURS: "",
  BACKUP_KEEP: "",
  LOG_LEVEL: "",
  LOG_FORWARD_URL: "",
};

async function createEmpty(engine: Engine): Promise<Template> {
  if (engine === "sqlite")
    return { engine, name: join(mkdtempSync(join(tmpdir(), "twotrack-test-")), "shop.db") };
  const name = `twotrack_test_${randomBytes(5).toString("hex")}`;
  await onServer(`CREATE DATABASE ${name}`);
  const [{ server_version_num } = {}] = await onServer("SHOW server_version_num");
  // Its default writes each page to the log as well, which takes three times as long.
  return { engine, name, ...(Number(server_version_num) >= 150_000 && { strategy: "STRATEGY FILE_COPY" }) };
}

function urlOf({ engine, name }: Template): string {
  if (engine === "sqlite") return `file:${name}`;
  const url = new URL(server());
  url.pathname = `/${name}`;
  return url.href;
}

/** The file of a shop, and the file of its staff. */
const filesOf = (name: string) => [name, `${name}.staff`].filter((file) => existsSync(file));

const onServer = (text: string) => query(server(), text);

function server(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (!url)
    throw new Error("TEST_DATABASE_URL is not set. `npm test` starts a PostgreSQL server and sets it.");
  return url;
}

/** Moves the write-ahead log into the main file, so that this file alone is the database. */
async function foldWal(path: string) {
  const { default: Database } = await import("better-sqlite3");
  const database = new Database(path);
  database.pragma("wal_checkpoint(TRUNCATE)");
  database.close();
}
