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
  if (await setUp("packages", () => alone(ensurePackages))) await runParts();
} finally {
  await server?.stop();
}
process.exitCode = report();

async function runParts() {
  const runsTests = wants("unit") || wants("e2e");
  const hasBrowser = runsTests && (await setUp("browser", findBrowser));
  const hasServer = runsTests && chosen.includes("postgresql") && (await setUp("PostgreSQL", startServer));
  const has = { sqlite: true, postgresql: hasServer };

  if (wants("check")) await part("check", async () => (await import("./check.mjs")).check());
  const { runPlaywright, runVitest } = await import("./kit/runners.mjs");
  if (wants("unit"))
    for (const engine of chosen) {
      const name = `unit, ${titles[engine]}`;
      if (has[engine]) await part(name, () => runVitest(engine, filters, env));
      else await leaveOut(name, "there is no server");
    }
  if (!wants("e2e")) return;
  const isBuilt = await part("production build", build);
  for (const engine of chosen) {
    const name = `end to end, ${titles[engine]}`;
    if (hasBrowser && isBuilt && has[engine]) await part(name, () => runPlaywright(engine, filters, env));
    else await leaveOut(name, "it needs a browser, a production build and the database");
  }
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
  await step("production build", () => alone(ensureBuild));
  return { passed: 1 };
}
