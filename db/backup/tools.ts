import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { clientOf } from "../connection";

// PostgreSQL's own programs copy and restore a database. They get the address through environment variables, which
// other accounts on the machine cannot read, and their output is reported without any part of it.

export type Tools = { folder: string; major: number };

/** Finds programs at least as new as the server. Throws, with what to install, if there are none. */
export async function toolsFor(serverMajor: number): Promise<Tools> {
  const found: number[] = [];
  for (const folder of folders()) {
    if (!["pg_dump", "pg_restore", "psql"].every((tool) => existsSync(join(folder, tool)))) continue;
    const major = Number(/\d+/.exec(await run(join(folder, "pg_dump"), ["--version"], {}))?.[0]);
    if (major >= serverMajor) return { folder, major };
    found.push(major);
  }
  throw new Error(
    found.length > 0
      ? `The server is PostgreSQL ${serverMajor}, and the newest pg_dump here is of ${Math.max(...found)}, which cannot read it. Install postgresql-client-${serverMajor}.`
      : `pg_dump, pg_restore and psql are not on this machine. Install postgresql-client-${serverMajor}.`,
  );
}

function folders(): string[] {
  const versions = "/usr/lib/postgresql";
  const versioned = existsSync(versions)
    ? readdirSync(versions)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(versions, version, "bin"))
    : [];
  return [...(process.env.PATH ?? "").split(delimiter).filter(Boolean), ...versioned];
}

export type Address = { env: Record<string, string>; hidden: string[] };

/** The setting that names a database; messages about an address refer to it. */
export type Setting = "DATABASE_URL" | "MIGRATE_DATABASE_URL";

/**
 * An address as environment variables for PostgreSQL's programs. Throws DatabaseRefused if the address cannot be
 * parsed.
 */
export function addressOf(setting: Setting, url: string, major: number): Address {
  const { host, port, user = "", password, database = "" } = clientOf(setting, url);
  const { searchParams } = new URL(url.replace(/^postgres(ql)?:\/\/[^?]*/, "postgres://host/"));
  const mode = searchParams.getAll("sslmode").at(-1);
  const root = searchParams.get("sslrootcert");
  const secret = typeof password === "string" ? password : "";
  return {
    env: {
      PGHOST: host,
      PGPORT: String(port),
      PGUSER: user,
      PGDATABASE: database,
      PGCONNECT_TIMEOUT: "10",
      PGAPPNAME: "twotrack backup",
      ...(secret && { PGPASSWORD: secret }),
      // node-postgres's name for encryption without certificate verification.
      ...(mode && { PGSSLMODE: mode === "no-verify" ? "require" : mode }),
      ...(root && { PGSSLROOTCERT: root }),
      // Without a root certificate node-postgres trusts the system's; these programs look in a file in the user's home.
      ...(mode === "verify-full" && !root && major >= 16 && { PGSSLROOTCERT: "system" }),
    },
    hidden: [secret, host, user, database].filter((part) => part !== ""),
  };
}

/** Runs a program to the end and returns its output. Throws with its error output, without the address. */
export async function run(
  command: string,
  args: string[],
  { env, hidden = [] }: Partial<Address>,
): Promise<string> {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let [out, complaint] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(-2_000);
  });
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exit, signal) => resolve(exit ?? signal));
  });
  if (code === 0) return out;
  throw new Error(`${command.split("/").at(-1)} ended with ${code}: ${without(complaint, hidden)}`);
}

/** PostgreSQL's programs put the parts of an address in quotation marks, and host addresses in parentheses. */
const without = (text: string, hidden: string[]) =>
  hidden
    .reduce((left, part) => left.replaceAll(`"${part}"`, '"…"'), text)
    .replace(/at "…" \([^)]*\)/g, 'at "…"')
    .trim();
