import "../load-env";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { EnvError, env } from "@/lib/settings/env";

// `node start.mjs` in a release: checks the settings, migrates, and becomes the server. It stays one process, so that
// its supervisor can stop it.
const here = import.meta.dirname;
process.env.TWOTRACK_HOME ||= here;

try {
  const { host, port } = env();
  process.env.HOSTNAME = host;
  process.env.PORT = String(port);
} catch (error) {
  if (!(error instanceof EnvError)) throw error;
  console.error(error.message);
  process.exit(1);
}

await migrate();
await import(/* server.js of the build */ join(here, "server.js"));

/**
 * Runs in a separate process: only migrations change tables, and the public server must not know the account that may.
 * A signal meanwhile ends both.
 */
async function migrate() {
  const child = spawn(process.execPath, [join(here, "tools/migrate.mjs")], { stdio: "inherit" });
  const end = (signal: NodeJS.Signals) => child.kill(signal);
  process.on("SIGTERM", end).on("SIGINT", end);
  const [code] = await once(child, "close");
  process.off("SIGTERM", end).off("SIGINT", end);
  if (code !== 0) process.exit(code ?? 1);
  // Set but empty, so that it is not read from .env again.
  process.env.MIGRATE_DATABASE_URL = "";
  process.env.MIGRATE_DATABASE_URL_FILE = "";
}
