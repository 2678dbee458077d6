import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { canInstall, installFromDebian } from "./debian.mjs";
import { freePort } from "./ports.mjs";
import { unprivileged } from "./postgresql.mjs";
import { start } from "./processes.mjs";
import { Failure } from "./say.mjs";

/** The path of pgbouncer on this machine; undefined if it is not installed. */
export function findPgbouncer() {
  const folders = [
    ...(process.env.PATH ?? "").split(delimiter),
    "/usr/sbin",
    "/usr/local/sbin",
    "/opt/homebrew/bin",
  ];
  return folders.map((folder) => join(folder, "pgbouncer")).find((file) => existsSync(file));
}

/** Installs it if that needs no prompt, and returns its path or what is left out. */
export async function ensurePgbouncer() {
  if (!findPgbouncer() && canInstall()) await installFromDebian("pgbouncer").catch(() => {});
  return findPgbouncer() ?? "not installed: tests through a pooler are skipped";
}

/**
 * Starts a throwaway pooler in front of the server that `url` names, in transaction mode, with `poolSize` connections
 * per database. It runs with defaults: it rejects startup parameters and keeps no session state. The returned `url` is
 * the same address through the pooler.
 */
export async function startPgbouncer(url, { poolSize = 4 } = {}) {
  const binary = findPgbouncer();
  if (!binary) throw new Failure("pgbouncer is not installed.");
  const folder = mkdtempSync(join(tmpdir(), "twotrack-pgbouncer-"));
  try {
    return await startIn(folder, binary, url, poolSize);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function startIn(folder, binary, url, poolSize) {
  const server = new URL(url);
  const port = await freePort();
  const account = decodeURIComponent(server.username);
  writeFileSync(join(folder, "users.txt"), `"${account}" "${decodeURIComponent(server.password)}"\n`);
  writeFileSync(
    join(folder, "pgbouncer.ini"),
    [
      "[databases]",
      `* = host=${server.hostname} port=${server.port || 5432}`,
      "[pgbouncer]",
      "listen_addr = 127.0.0.1",
      `listen_port = ${port}`,
      "unix_socket_dir =",
      "auth_type = trust",
      `auth_file = ${folder}/users.txt`,
      "pool_mode = transaction",
      `default_pool_size = ${poolSize}`,
      "max_client_conn = 500",
    ].join("\n"),
  );
  const runAs = await unprivileged();
  if (runAs.uid !== undefined)
    for (const file of [folder, join(folder, "users.txt"), join(folder, "pgbouncer.ini")])
      chownSync(file, runAs.uid, runAs.gid);
  let ready;
  const listening = new Promise((resolve) => {
    ready = resolve;
  });
  const pooler = start(binary, [join(folder, "pgbouncer.ini")], {
    ...runAs,
    cwd: folder,
    onOutput: (text) => text.includes("process up") && ready(),
  });
  const died = pooler.ended.then((code) => {
    throw new Failure(`pgbouncer ended with ${code} instead of starting\n${pooler.output()}`);
  });
  died.catch(() => {});
  await Promise.race([listening, died]);
  return {
    url: Object.assign(new URL(url), { hostname: "127.0.0.1", port: String(port) }).href,
    async stop() {
      pooler.kill("SIGKILL");
      await pooler.ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
