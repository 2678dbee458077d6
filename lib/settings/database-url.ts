import { readFileSync } from "node:fs";

/** PostgreSQL's host and whether its certificate is verified, as node-postgres reads a URL. */
export type DatabaseServer = { host: string; verified: boolean };

/**
 * The server in a `postgres://` URL; undefined for a file. A host that starts with `/` is a UNIX socket. Only
 * `verify-full` counts as verified: node-postgres treats `require` and `verify-ca` the same today, but announces that
 * its next major version will not, and with `uselibpqcompat=true` it already does not. Source: pg-connection-string
 * 2.14, index.js.
 */
export function serverOf(
  url: string,
  env: Record<string, string | undefined> = {},
): DatabaseServer | undefined {
  if (!/^postgres(ql)?:/.test(url)) return undefined;
  const address = parse(url);
  if (!address) return { host: "", verified: false };
  // node-postgres uses the last value of a repeated parameter.
  const last = (name: string) => address.searchParams.getAll(name).at(-1);
  const host = last("host") || hostOf(address) || env.PGHOST || "localhost";
  return { host, verified: last("sslmode") === "verify-full" };
}

/** Placeholder for the host of `postgres://user@/database`, which has none and which URL does not accept. */
const nowhere = "host-is-not-said.invalid";

function parse(url: string): URL | undefined {
  for (const text of [url, url.replace("@/", `@${nowhere}/`)]) if (URL.canParse(text)) return new URL(text);
  return undefined;
}

function hostOf({ hostname }: URL): string {
  if (hostname === nowhere) return "";
  try {
    return decodeURIComponent(hostname);
  } catch {
    return hostname;
  }
}

/**
 * What is wrong with a `postgres://` URL, as a sentence without a subject and without any part of the URL: a character
 * that was not percent-encoded may put part of a password anywhere. Undefined if the URL is valid.
 */
export function faultOfAddress(url: string): string | undefined {
  const address = parse(url);
  if (severalHosts.test(url)) return hostAdvice;
  // URL would silently drop these.
  if (!address || /[\s\p{Cc}]/u.test(url) || isAmbiguous(address)) return encodeAdvice;
  const mode = address.searchParams.getAll("sslmode").at(-1);
  if (mode !== undefined && !sslModes.has(mode))
    return `must say one of these as sslmode: ${[...sslModes].join(", ")}.`;
  for (const name of ["sslrootcert", "sslcert", "sslkey"]) {
    const code = faultOfFile(address.searchParams.get(name));
    if (code) return `names a file as ${name} that cannot be read (${code}).`;
  }
  return undefined;
}

const sslModes = new Set(["disable", "prefer", "require", "verify-ca", "verify-full", "no-verify"]);

/** Several hosts, as libpq accepts them: `@a:5432,b:5432/` and `?host=a,b`. */
const severalHosts = /@[\w.:-]+,[\w.,:-]+(\/|$)|[?&]host=[^&]*,/;
const hostAdvice =
  "names several hosts. The shop connects to one: let a proxy or a pooler lead to the server that takes writes (docs/postgresql.md).";

const encodeAdvice =
  "cannot be read: it must be postgres://USER:PASSWORD@HOST:PORT/DATABASE, and in a password every character that is no letter and no digit " +
  "is written as % and two digits, such as %40 for @, %23 for #, %2F for / and %3F for ?.";

/** Whether a part contains what belongs to another, so that it is unclear where the password ends. */
function isAmbiguous({ hash, hostname, pathname, search, searchParams, username, password }: URL): boolean {
  if (hash || /[@:/]/.test(pathname.slice(1)) || search.includes("@")) return true;
  if ([...searchParams.keys()].some((name) => !/^[a-z_]+$/i.test(name))) return true;
  return [username, password, hostname].some((part) => {
    try {
      decodeURIComponent(part);
      return false;
    } catch {
      return true;
    }
  });
}

function faultOfFile(path: string | null): string | undefined {
  if (!path) return undefined;
  try {
    readFileSync(path);
    return undefined;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : "no file";
  }
}
