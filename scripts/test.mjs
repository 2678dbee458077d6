import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { alone } from "./kit/lock.mjs";
import { ensurePackages } from "./kit/packages.mjs";
import { leaveOut, part, report, setUp } from "./kit/parts.mjs";
import { onInterrupt, stopAll } from "./kit/processes.mjs";
import { bold, say, step } from "./kit/say.mjs";

// `npm test` runs everything, on both engines. For daily work:
//   npm test -- check
//   npm test -- unit lib/payments
//   npm test -- e2e checkout --sqlite
// A word that is neither a kind nor an engine filters the test files.
const kinds = ["check", "unit", "e2e"];
const engines = { "--sqlite": "sqlite", "--postgresql": "postgresql" };
const titles = { sqlite: "SQLite", postgresql: "PostgreSQL" };

const words = process.argv.slice(2);
const filters = words.filter((word) => !kinds.includes(word) && !(word in engines));
const wants = (kind) => words.includes(kind) || !kinds.some((any) => words.includes(any));
const wanted = Object.keys(engines).filter((flag) => words.includes(flag));
const chosen = (wanted.length > 0 ? wanted : Object.keys(engines)).map((flag) => engines[flag]);

/** What the set-up found, handed on to the runners. All that a run writes goes into one folder, which goes with it. */
const env = { TMPDIR: mkdtempSync(join(tmpdir(), "twotrack-test-")) };
process.on("exit", () => rmSync(env.TMPDIR, { recursive: true, force: true }));

let server;
onInterrupt(130, async () => {
  await stopAll("SIGINT", 15_000);
  await server?.stop();
});

try {
  say(`\n${bold("set-up")}`);
  const packages = beginPackages();
  if (await setUp("packages", () => packages.inPlace)) await runParts(packages);
} finally {
  await server?.stop();
}
process.exitCode = report();

/** What needs no compiled package goes on while they are being compiled: `ready` comes later than `inPlace`. */
function beginPackages() {
  let ready;
  const inPlace = new Promise((resolve) => {
    ready = alone("packages", () => ensurePackages(() => resolve("installed")));
  });
  ready.catch(() => {});
  return { inPlace: Promise.race([inPlace, ready]), ready };
}

async function runParts(packages) {
  if (wants("check")) await part("check", async () => (await import("./check.mjs")).check());
  const isBuilt = wants("e2e") && (await part("production build", build));

  say(`\n${bold("set-up of tests")}`);
  if (!(await setUp("compiled packages", () => packages.ready))) return;
  if (!wants("unit") && !wants("e2e")) return;
  const hasBrowser = await setUp("browser", findBrowser);
  const wantsServer = chosen.includes("postgresql");
  const hasServer = wantsServer && (await setUp("PostgreSQL", startServer));
  const ready = chosen.filter((engine) => engine !== "postgresql" || hasServer);
  const on = ready.map((engine) => titles[engine]).join(" and ");
  if (wantsServer && !hasServer) await leaveOut("all on PostgreSQL", "there is no server");
  if (ready.length === 0) return;

  const { runPlaywright, runVitest } = await import("./kit/runners.mjs");
  if (wants("unit")) await part(`unit, ${on}`, () => runVitest(ready, filters, env));
  if (!wants("e2e")) return;
  const name = `end to end, ${on}`;
  if (hasBrowser && isBuilt) await part(name, () => runPlaywright(ready, filters, env));
  else await leaveOut(name, "it needs a browser and a production build");
}

async function findBrowser() {
  const { ensureBrowser } = await import("./kit/browser.mjs");
  env.PLAYWRIGHT_CHROMIUM = await ensureBrowser();
  return env.PLAYWRIGHT_CHROMIUM;
}

async function startServer() {
  const { startPostgresql } = await import("./kit/postgresql.mjs");
  server = await startPostgresql();
  env.TEST_DATABASE_URL = server.url;
  return server.note;
}

async function build() {
  const { ensureBuild } = await import("./kit/build.mjs");
  await step("production build", () => alone("build", ensureBuild));
  return { passed: 1 };
}
