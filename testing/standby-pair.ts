import { type ChildProcess, execFile, spawn } from "node:child_process";
import { appendFileSync, chownSync, mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { findBinaries, unprivileged } from "@/scripts/kit/postgresql.mjs";
import { query } from "@/scripts/kit/test-databases";

const binaries = findBinaries("pg_basebackup");

/** Whether this machine has the programs that a standby needs. */
export const canStandBy = binaries !== undefined;

/** Two servers, of which the second has each commit before it is confirmed, and one address that leads to either. */
export type Pair = {
  /** Leads to the primary, and after `failOver` to the former standby. */
  url: string;
  /** Kills the primary as a power cut would, promotes the standby and redirects connections to it. */
  failOver(): Promise<void>;
  stop(): Promise<void>;
};

/** Starts a pair with a database `shop`. Unlike other test servers, these really flush to disk. */
export async function startPair(): Promise<Pair> {
  const folder = mkdtempSync(join(tmpdir(), "twotrack-standby-"));
  const as = await unprivileged();
  if (as.uid !== undefined && as.gid !== undefined) chownSync(folder, as.uid, as.gid);
  const run = (program: string, ...args: string[]) =>
    promisify(execFile)(join(binaries ?? "", program), args, { ...as, cwd: folder });
  const servers: ChildProcess[] = [];
  const proxy = await startProxy();
  const stop = async () => {
    proxy.close();
    for (const server of servers) kill(server);
    await Promise.all(servers.map(ended));
    rmSync(folder, { recursive: true, force: true });
  };
  const startServer = async (data: string) => {
    const port = await freePort();
    const settings = [
      `port=${port}`,
      "listen_addresses=127.0.0.1",
      `unix_socket_directories=${folder}`,
      "max_connections=100",
    ];
    const args = ["-D", data, ...settings.flatMap((setting) => ["-c", setting])];
    const server = spawn(join(binaries ?? "", "postgres"), args, {
      ...as,
      cwd: folder,
      stdio: "ignore",
      detached: true,
    });
    servers.push(server);
    const url = `postgres://twotrack@127.0.0.1:${port}/postgres`;
    await until(() =>
      query(url, "SELECT 1 AS up").then(
        () => true,
        () => false,
      ),
    );
    return { server, port, url };
  };
  try {
    const [first, second] = [join(folder, "primary"), join(folder, "standby")];
    await run(
      "initdb",
      "--pgdata",
      first,
      "--auth=trust",
      "--username=twotrack",
      "--encoding=UTF8",
      "--no-locale",
      "--no-sync",
    );
    const primary = await startServer(first);
    await run(
      "pg_basebackup",
      "--pgdata",
      second,
      "--dbname",
      primary.url,
      "--write-recovery-conf",
      "--checkpoint=fast",
      "--no-sync",
    );
    const standby = await startServer(second);
    appendFileSync(
      join(first, "postgresql.auto.conf"),
      "synchronous_standby_names = '*'\nsynchronous_commit = remote_apply\n",
    );
    await query(primary.url, "SELECT pg_reload_conf()");
    await until(
      async () =>
        (await query(primary.url, "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'")).length ===
        1,
    );
    await query(primary.url, "CREATE DATABASE shop");
    proxy.leadTo(primary.port);
    return {
      url: `postgres://twotrack@127.0.0.1:${proxy.port}/shop`,
      async failOver() {
        kill(primary.server);
        await ended(primary.server);
        await query(standby.url, "SELECT pg_promote()");
        proxy.leadTo(standby.port);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Kills a server and all of its processes at once. */
function kill(server: ChildProcess) {
  try {
    if (server.pid !== undefined) process.kill(-server.pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}

const ended = (server: ChildProcess) =>
  server.exitCode !== null || server.signalCode !== null
    ? Promise.resolve()
    : new Promise<void>((resolve) => server.once("exit", () => resolve()));

async function until(isSo: () => Promise<boolean>) {
  while (!(await isSo())) await pause(50);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Stands in for the operator's HAProxy or pooler: one address in front of the server that accepts writes. */
async function startProxy() {
  let target = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target, "127.0.0.1");
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    leadTo(port: number) {
      target = port;
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
