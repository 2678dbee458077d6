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
