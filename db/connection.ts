import pg from "pg";
import { faultOfAddress } from "@/lib/settings/database-url";
import { codeOf, patience } from "./unit";

// The one place that connects to PostgreSQL. Nothing is asked for at the start of a connection that a pooler refuses, and
// nothing is left on it when a transaction ends, so that it does not matter who had the connection before. What goes wrong
// while connecting is told in words of our own: a driver's name hosts, accounts and databases, and where an address was
// written wrongly those are parts of its password.

/** The longest that a statement may take, and that a unit of work may do nothing, in milliseconds. */
export const limitsMs = { statement_timeout: 10_000, idle_in_transaction_session_timeout: 15_000 } as const;

/** A PostgreSQL that cannot be used as it is set. The message names the setting, and nothing of its value. */
export class DatabaseRefused extends Error {
  override readonly name = "DatabaseRefused";
  constructor(
    message: string,
    readonly code?: string,
  ) {
    super(message);
  }
}

/** `setting` is the name under which somebody set `url`. Throws DatabaseRefused for an address that cannot be read. */
export function poolOf(setting: string, url: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    Client: clientFor(setting),
    ...addressOf(setting, url),
    max,
    connectionTimeoutMillis: 10_000,
    // A server that died without a word is found out: its own limit ends a statement earlier.
    query_timeout: limitsMs.statement_timeout * patience() + 5_000,
    keepAlive: true,
  });
  // The pool replaces a connection that breaks, and who was using it is told by their query. But an error that
  // nobody listens to would end the process: the pool's own while it is idle, the client's while it is in use.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

/** One connection, which has no limits of its own. Throws as `poolOf` does, and when it connects. */
export function clientOf(setting: string, url: string): pg.Client {
  const client = new (clientFor(setting))({
    ...addressOf(setting, url),
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  client.on("error", () => {});
  return client;
}

function addressOf(setting: string, url: string): pg.ClientConfig {
  const fault = faultOfAddress(url);
  if (fault) throw new DatabaseRefused(`${setting} ${fault}`);
  return { connectionString: url };
}

type Connected = (error: Error | null, client?: pg.Client) => void;

/** A client whose failure to connect names the setting. */
const clientFor = (setting: string) =>
  class extends pg.Client {
    override connect(): Promise<pg.Client>;
    override connect(callback: Connected): void;
    override connect(callback?: Connected): Promise<pg.Client> | undefined {
      const connected = super.connect().catch((error: unknown) => {
        throw refusal(setting, error);
      });
      if (!callback) return connected;
      connected.then(
        () => callback(null, this),
        (error: Error) => callback(error),
      );
      return undefined;
    }
  };

function refusal(setting: string, error: unknown): Error {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : "";
  // In these words the driver and the pool tell of a connection that broke, which is nobody's setting.
  if (!code && /^(Connection terminated|timeout expired)/.test(message))
    return new DatabaseRefused("Connection terminated before PostgreSQL answered.", "ETIMEDOUT");
  return new DatabaseRefused(`${setting}: ${sayWhy(code, message)}`, code || undefined);
}

function sayWhy(code: string, message: string): string {
  if (certificateCodes.test(code))
    return `${certificateFaults[code] ?? "the certificate does not hold"} (${code}). ${certificateAdvice}`;
  if (message.includes("does not support SSL"))
    return "PostgreSQL does not speak TLS there. Switch it on, or say sslmode=disable if nobody else can read that network.";
  return `${reasons[code] ?? "PostgreSQL could not be reached"}${code ? ` (${code})` : ""}.`;
}

const reasons: Record<string, string> = {
  ENOTFOUND: "there is no such host. If the password has characters such as @ / # ?, percent-encode them",
  EAI_AGAIN: "the host's name could not be looked up just now",
  ECONNREFUSED: "nothing listens at that host and port",
  ENOENT: "there is no such socket",
  EACCES: "this account of the machine may not open that socket",
  ETIMEDOUT: "the host does not answer",
  "28P01": "the account or its password is not accepted",
  "28000": "the server does not let this account in from here, or not without TLS: see its pg_hba.conf",
  "3D000": "there is no such database",
  "42501": "this account may not connect to that database",
  "53300": "the server has no connection left",
  "57P03": "the server is starting or stopping",
  "08P01":
    "the server or its pooler refused the connection, as a pooler does with an account or a database that it does not know, or a parameter that it does not take",
};

const certificateCodes = /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL|EPROTO/;
const certificateFaults: Record<string, string> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: "the server's certificate is signed by itself",
  SELF_SIGNED_CERT_IN_CHAIN:
    "the server's certificate is signed by an authority that this machine does not know",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    "the server's certificate is signed by an authority that this machine does not know",
  UNABLE_TO_GET_ISSUER_CERT:
    "the server's certificate is signed by an authority that this machine does not know",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    "the server's certificate is signed by an authority that this machine does not know",
  CERT_HAS_EXPIRED: "the server's certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "the server's certificate is for another host name than the address has",
};
const certificateAdvice =
  "Get the certificate authority's file from who runs the server and say sslmode=verify-full&sslrootcert=PATH. " +
  "sslmode=no-verify encrypts without knowing with whom; see docs/postgresql.md.";
