import "./kit/usage.mjs";
import { alone } from "./kit/lock.mjs";
import { ensurePackages } from "./kit/packages.mjs";
import { leaveOut, part, report, setUp } from "./kit/parts.mjs";
import { onInterrupt, stopAll } from "./kit/processes.mjs";
import { bold, say, step } from "./kit/say.mjs";
import { scratchFolder } from "./kit/scratch.mjs";

// `npm test` checks everything, on both engines; of worlds, broken rules and races, which are many, it takes a sample.
// For daily work, and for the rest of those:
//   npm test -- quick
//   npm test -- check
//   npm test -- unit lib/payments
//   npm test -- e2e checkout --sqlite
//   npm test -- deep
// A word that is neither a kind, a tier nor an engine filters the test files. docs/decisions/0025 says what runs where.
const kinds = ["check", "unit", "e2e"];
const tiers = ["quick", "deep"];
const engines = { "--sqlite": "sqlite", "--postgresql": "postgresql" };
const titles = { sqlite: "SQLite", postgresql: "PostgreSQL" };

const words = process.argv.slice(2);
const within = words.find((word) => word.startsWith("--within="));
const filters = words.filter((word) => ![...kinds, ...tiers, ...Object.keys(engines), within].includes(word));
/** Naming files runs everything in them. */
const tier = tiers.find((one) => words.includes(one)) ?? (filters.length > 0 ? "all" : "check");
/** The kinds of tests in a tier, unless some are named. */
const usual = { quick: ["check", "unit"], deep: ["unit", "e2e"] }[tier] ?? kinds;
const named = kinds.filter((kind) => words.includes(kind));
const wants = (kind) => (named.length > 0 ? named : usual).includes(kind);
const wanted = Object.keys(engines).filter((flag) => words.includes(flag));
const all = tier === "quick" ? ["--sqlite"] : Object.keys(engines);
const chosen = (wanted.length > 0 ? wanted : all).map((flag) => engines[flag]);

/** No part starts later than this many seconds after the run began: `--within=900`. Parts left out are reported. */
const seconds = within ? Number(within.slice("--within=".length)) : Number.POSITIVE_INFINITY;
const isTooLate = () => process.uptime() > seconds;

/** What setup found, passed on to the runners. */
const env = { TMPDIR: scratchFolder() };

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

/** What needs no compiled package can run while they are being compiled: `ready` comes later than `inPlace`. */
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

  say(`\n${bold("set-up of tests")}`);
  // A build contains copies of them.
  if (!(await setUp("compiled packages", () => packages.ready))) return;
  if (!wants("unit") && !wants("e2e")) return;
  const isBuilt = wants("e2e") && (await part("production build", build));
  const hasBrowser = await setUp("browser", findBrowser);
  const wantsServer = chosen.includes("postgresql");
  const hasServer = wantsServer && (await setUp("PostgreSQL", startServer));
  if (hasServer)
    await setUp("pgbouncer", async () => (await import("./kit/pgbouncer.mjs")).ensurePgbouncer());
  const ready = chosen.filter((engine) => engine !== "postgresql" || hasServer);
  const on = ready.map((engine) => titles[engine]).join(" and ");
  if (wantsServer && !hasServer) await leaveOut("all on PostgreSQL", "there is no server");
  if (ready.length === 0) return;

  const { runPlaywright, runVitest } = await import("./kit/runners.mjs");
  if (wants("unit")) await inTime(`unit, ${on}`, () => runVitest(tier, ready, filters, env));
  if (!wants("e2e")) return;
  const name = `end to end, ${on}`;
  if (hasBrowser && isBuilt) await inTime(name, () => runPlaywright(tier, ready, filters, env));
  else await leaveOut(name, "it needs a browser and a production build");
}

/** A part left out for lack of time is not a failure: the time limit was set on purpose. */
async function inTime(name, work) {
  if (isTooLate()) say(`\n${bold(name)}\n  left out: more than ${seconds} s have passed`);
  else await part(name, work);
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
  if (server.isThrowaway) env.TEST_DATABASE_THROWAWAY = "1";
  return server.note;
}

async function build() {
  const { ensureBuild } = await import("./kit/build.mjs");
  await step("production build", () => alone("build", ensureBuild));
  return { passed: 1 };
}
