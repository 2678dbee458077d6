import "../scripts/kit/usage.mjs";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { ensureBrowser } from "../scripts/kit/browser.mjs";
import { ensureBuild } from "../scripts/kit/build.mjs";
import { alone } from "../scripts/kit/lock.mjs";
import { ensurePackages } from "../scripts/kit/packages.mjs";
import { startPostgresql } from "../scripts/kit/postgresql.mjs";
import { onInterrupt, runNode, showNode, stopAll } from "../scripts/kit/processes.mjs";
import { explain, say, step } from "../scripts/kit/say.mjs";

// `npm run bench` runs every benchmark and writes the results to bench/README.md. To run only one:
//   npm run bench -- sqlite
//   npm run bench -- postgresql
//   npm run bench -- beside
//   npm run bench -- desk
//   npm run bench -- weight
//   npm run bench -- storm
//   npm run bench -- felt
//   npm run bench -- lighthouse
const kinds = ["sqlite", "postgresql", "beside", "desk", "weight", "storm", "felt", "lighthouse"];
const words = process.argv.slice(2);
const wanted = words.length > 0 ? words : kinds;
const unknown = wanted.filter((word) => !kinds.includes(word));

let server;
onInterrupt(130, async () => {
  await stopAll();
  await server?.stop();
});

try {
  if (unknown.length > 0)
    throw new Error(`Unknown benchmark: ${unknown.join(", ")}. Choose from: ${kinds.join(", ")}.`);
  process.exitCode = await main();
} catch (error) {
  explain(error);
  process.exitCode = 1;
} finally {
  await server?.stop();
}

async function main() {
  const env = { NODE_ENV: "production" };
  await step("packages", () => alone("packages", ensurePackages));
  // The desk benchmark runs without a server.
  if (wanted.some((kind) => kind !== "desk"))
    await step("production build", () => alone("build", ensureBuild));
  if (wanted.includes("beside")) await step("plain routes", () => alone("plain build", buildPlain));
  if (["weight", "felt", "lighthouse"].some((kind) => wanted.includes(kind)))
    await step("browser", async () => {
      env.PLAYWRIGHT_CHROMIUM = await ensureBrowser();
      return env.PLAYWRIGHT_CHROMIUM;
    });
  // From here on everything we start runs on the second processor, except the shop, which has the first to itself.
  await step("processors", () => {
    env.BENCH_SHOP_CORE = standAside();
    return env.BENCH_SHOP_CORE ? `the shop has number ${env.BENCH_SHOP_CORE}` : "not pinned: no taskset here";
  });
  if (["postgresql", "beside", "desk", "storm"].some((kind) => wanted.includes(kind)))
    await step("PostgreSQL", async () => {
      server = await startPostgresql();
      env.TEST_DATABASE_URL = server.url;
      return server.note;
    });
  say();
  return showNode(["--import", "tsx", "bench/measure.ts", ...wanted], { env });
}

/** Two Next routes without Twotrack, to compare with. */
const buildPlain = () =>
  runNode(["node_modules/next/dist/bin/next", "build", "bench/plain"], {
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });

/** Reserves this machine's first processor for the shop and returns its number; empty if that is not possible. */
function standAside() {
  const [shop, ...rest] = processors();
  if (shop === undefined || rest.length === 0) return "";
  const moved = spawnSync("taskset", ["-a", "-c", "-p", String(rest[0]), String(process.pid)]);
  return moved.status === 0 ? String(shop) : "";
}

/** The processors we may use, from a list such as 0-1 or 4,6-7. */
function processors() {
  const status = "/proc/self/status";
  const list = existsSync(status) && readFileSync(status, "utf8").match(/^Cpus_allowed_list:\s*(\S+)/m)?.[1];
  return (list || "").split(",").flatMap((range) => {
    const [from, to = from] = range.split("-").map(Number);
    return range ? Array.from({ length: to - from + 1 }, (_, n) => from + n) : [];
  });
}
