import pg from "pg";
import { faultOfAddress } from "@/lib/settings/database-url";
import { codeOf, patience } from "./unit";

// The one place that connects to PostgreSQL. Connections are opened without startup parameters that a pooler refuses,
// and nothing is left on them after a transaction, so it does not matter who used a connection before. Connection
// errors are reported in our own words: a driver's message names hosts, accounts and databases, and in a malformed
// address those may be parts of the password.

/** The limits for one statement and for an idle unit of work, in milliseconds. */
export const limitsMs = { statement_timeout: 10_000, idle_in_transaction_session_timeout: 15_000 } as const;

/**
 * A PostgreSQL that cannot be used with the current settings. The message names the setting, and nothing of its value.
 */
export class DatabaseRefused extends Error {
  override readonly name = "DatabaseRefused";
  constructor(
    message: string,
    readonly code?: string,
  ) {
    super(message);
  }
}

/**
 * Creates a pool. `setting` is the name of the setting that provided `url`. Throws DatabaseRefused if the address
 * cannot be parsed.
 */
export function poolOf(setting: string, url: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    Client: clientFor(setting),
    ...addressOf(setting, url),
    max,
    connectionTimeoutMillis: 10_000,
    // Detects a server that died silently: the server's own limit would end a statement earlier.
    query_timeout: limitsMs.statement_timeout * patience() + 5_000,
    keepAlive: true,
  });
  // The pool replaces a broken connection, and the query that was using it fails. But an error event without a listener
  // would end the process: the pool emits it while the connection is idle, the client while it is in use.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

/** A single connection, without time limits. Throws like `poolOf`, and when connecting fails. */
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

/** A client class whose connection errors name the setting. */
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
  // The driver and the pool use these words for a broken connection, which is not caused by a setting.
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
