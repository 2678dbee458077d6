import { readFileSync } from "node:fs";

/** Where PostgreSQL listens and whether its certificate is verified, as node-postgres understands an address. */
export type DatabaseServer = { host: string; verified: boolean };

/**
 * The server that a `postgres://` address names; undefined for a file. A host of `/…` is a UNIX socket. Of node-postgres's
 * modes only `verify-full` counts: it takes `require` and `verify-ca` for it too, but says that its next major version will
 * not, and with `uselibpqcompat=true` it does not today. Source: pg-connection-string 2.14, index.js.
 */
export function serverOf(
  url: string,
  env: Record<string, string | undefined> = {},
): DatabaseServer | undefined {
  if (!/^postgres(ql)?:/.test(url)) return undefined;
  const address = parse(url);
  if (!address) return { host: "", verified: false };
  // Of a name that is there twice node-postgres takes the last one.
  const last = (name: string) => address.searchParams.getAll(name).at(-1);
  const host = last("host") || hostOf(address) || env.PGHOST || "localhost";
  return { host, verified: last("sslmode") === "verify-full" };
}

/** Stands for the host of `postgres://user@/database`, which has none and which URL does not take. */
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
 * What is wrong with a `postgres://` address, as a sentence without a subject and without any part of it: a character that
 * was not percent-encoded may put half of a password anywhere. Undefined for one that can be used.
 */
export function faultOfAddress(url: string): string | undefined {
  const address = parse(url);
  if (severalHosts.test(url)) return hostAdvice;
  // What URL would leave out without a word.
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

/** As libpq takes them: `@a:5432,b:5432/` and `?host=a,b`. */
const severalHosts = /@[\w.:-]+,[\w.,:-]+(\/|$)|[?&]host=[^&]*,/;
const hostAdvice =
  "names several hosts. The shop connects to one: let a proxy or a pooler lead to the server that takes writes (docs/postgresql.md).";

const encodeAdvice =
  "cannot be read: it must be postgres://USER:PASSWORD@HOST:PORT/DATABASE, and in a password every character that is no letter and no digit " +
  "is written as % and two digits, such as %40 for @, %23 for #, %2F for / and %3F for ?.";

/** True where a part holds what belongs to another one, so that nobody can say where the password ends. */
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
