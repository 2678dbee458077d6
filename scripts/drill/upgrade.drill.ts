import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { ownPort } from "@/e2e/kit/ports";
import { type Env, type Service, startService } from "@/e2e/kit/processes";
import { startGateway } from "@/e2e/world";
import { copyTemplate, demo, type Engine, makeTemplate, query, removeAtEnd } from "../kit/test-databases";
import { makePrograms } from "../kit/test-programs";
import { judge } from "./upgrade/judge";
import { startNginx } from "./upgrade/nginx";
import { makeReleases, type Releases } from "./upgrade/releases";
import { type Rush, startRush } from "./upgrade/rush";
import { inSeconds, tell } from "./upgrade/tell";

// `npm run drill -- upgrade [sqlite|postgresql] [--orders 300]`: a shop behind nginx gets its next release, migrations
// included, while shoppers buy. On PostgreSQL, two instances are replaced one after the other, and no request may fail.
// On SQLite, the single instance is stopped and started: shoppers get 503 for a few seconds and retry, and every
// purchase is paid once.

// If we are stopped early, everything we started stops, too.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { orders: { type: "string", default: "300" } },
});
const count = Number(values.orders);
const [named, ...others] = positionals;
if ((named && !isEngine(named)) || others.length > 0 || !(Number.isInteger(count) && count >= 40)) {
  console.error("npm run drill -- upgrade [sqlite|postgresql] [--orders 300]");
  process.exit(2);
}
const sideBySide = 8;

const folder = mkdtempSync(join(tmpdir(), "twotrack-upgrade-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
await makePrograms();
const releases = await makeReleases(folder);
for (const engine of ["postgresql", "sqlite"] as const)
  if (!named || named === engine) process.exitCode ||= await drill(engine, releases);

/** Prints what happened. Returns 1 if anything went wrong. */
async function drill(engine: Engine, { today, next }: Releases): Promise<number> {
  const instances = engine === "postgresql" ? 2 : 1;
  console.log(
    engine === "postgresql"
      ? "\n  PostgreSQL: two instances behind nginx, replaced one after the other"
      : "\n  SQLite: one instance behind nginx, stopped and started",
  );
  const shop = await openShop(engine, instances);
  try {
    const running = await Promise.all(Array.from({ length: instances }, (_, n) => shop.start(today, n)));
    const nginx = await startNginx(shop.front, shop.ports);
    shop.atEnd(nginx.stop);
    const begun = performance.now();
    const rush = startRush(shop.url, shop.gateway.emulator, sideBySide);
    await rush.more(Math.floor(count / 3));
    const faults: string[] = [];
    if (instances > 1) {
      const seconds = await timed(() => shop.run(next, "migrate"));
      tell("migrated", `in ${inSeconds(seconds)}, while both earlier instances sold`);
      await rush.more(Math.floor(count / 6));
    }
    for (const [n, service] of running.entries()) {
      let code: number | string | null = null;
      const stopped = await timed(async () => {
        code = await service.kill("SIGTERM");
      });
      const started = await timed(() => shop.start(next, n));
      tell(
        `instance ${n + 1}`,
        `ended in ${inSeconds(stopped)} with ${code}; the next one ready after ${inSeconds(started)}`,
      );
      if (code !== 0) faults.push(`Instance ${n + 1} ended with ${code}:\n${service.log().slice(-2_000)}`);
    }
    await rush.more(Math.max(Math.floor(count / 3), count - rush.purchases.length));
    await rush.end();
    const rushed = (performance.now() - begun) / 1_000;
    tell(
      "purchases",
      `${rush.begun} in ${inSeconds(rushed)}, ${sideBySide} at a time; ${rush.givenUp.length} given up`,
    );
    tell("slowest request", `${inSeconds(rush.slowest.ms / 1_000)} (${rush.slowest.what})`);
    faults.push(...tellFailures(rush, engine), ...rush.givenUp, ...(await judge(shop, rush, next)));
    if (faults.length > 0) for (const line of nginx.errors().slice(-20)) console.error(`  nginx: ${line}`);
    tell("faults", String(faults.length));
    for (const fault of faults.slice(0, 20)) console.error(`  ${fault}`);
    return faults.length > 0 ? 1 : 0;
  } finally {
    await shop.stop();
  }
}

/** Prints the failed requests by kind, and returns a sentence for each that should not have failed. */
function tellFailures({ requests, failures, purchases }: Rush, engine: Engine): string[] {
  const kinds = new Map<string, number>();
  for (const { status, retryAfter } of failures) {
    const kind = `${status || "no answer"}${retryAfter ? " with Retry-After" : ""}`;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const list = [...kinds].map(([kind, times]) => `${times} × ${kind}`).join(", ");
  tell(
    "requests",
    `${requests} for ${purchases.length} purchases; ${failures.length} failed${list && `: ${list}`}`,
  );
  const [first, last] = [
    Math.min(...failures.map(({ begun }) => begun)),
    Math.max(...failures.map(({ ended }) => ended)),
  ];
  if (failures.length > 0)
    tell("failing", `for ${inSeconds((last - first) / 1_000)}, from the first to the last`);
  return failures
    .filter(({ status, retryAfter }) => engine === "postgresql" || status !== 503 || !retryAfter)
    .map(
      ({ what, status, begun, said }) =>
        `${what} failed with ${status} ${inSeconds((begun - first) / 1_000)} after the first: ${said}`,
    );
}

/** A database with full shelves, gateways, and room for this many instances. */
async function openShop(engine: Engine, instances: number) {
  const undo: (() => Promise<unknown>)[] = [];
  const template = await makeTemplate(engine, ["scripts/migrate.ts", "scripts/seed.ts", "bench/restock.ts"]);
  undo.push(() => removeAtEnd(template));
  const databaseUrl = await copyTemplate(template);
  const gateway = await startGateway();
  undo.push(gateway.stop);
  const front = await ownPort();
  const ports: number[] = [];
  while (ports.length < instances) ports.push(await ownPort());
  const url = `http://localhost:${front}`;
  await gateway.emulator.webhooks.setTargets([`${url}/webhooks/toss`]);
  await gateway.stripe.webhooks.setTargets([`${url}/webhooks/stripe`]);
  const env: Env = {
    ...demo,
    NODE_ENV: "production",
    APP_URL: url,
    HOST: "127.0.0.1",
    TRUSTED_PROXIES: "1",
    // All shoppers buy from one address.
    RATE_LIMIT_FACTOR: "1000",
    DATABASE_URL: databaseUrl,
    MAIL_FOLDER: join(folder, "mail"),
    EMULATOR_TOSS_PORT: new URL(gateway.emulator.url).port,
    EMULATOR_STRIPE_PORT: new URL(gateway.stripe.url).port,
  };
  const sql = (text: string) => query(databaseUrl, text);
  /** Runs a release's command. */
  const run = (release: string, command: string) =>
    promisify(execFile)(process.execPath, [join(release, "tools", `${command}.mjs`)], {
      env: { ...process.env, ...env },
    });

  return {
    url,
    front,
    ports,
    gateway,
    sql,
    run,
    atEnd: (step: () => Promise<unknown>) => undo.push(step),
    async start(release: string, n: number): Promise<Service> {
      const port = String(ports[n]);
      const service = await startService(
        [join(release, "start.mjs")],
        { ...env, PORT: port },
        `http://127.0.0.1:${port}/readyz`,
      );
      undo.push(() => service.kill());
      return service;
    },
    async stop() {
      for (const step of undo.splice(0).reverse()) await step();
    },
  };
}

function isEngine(name: string): name is Engine {
  return name === "sqlite" || name === "postgresql";
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1_000;
}
