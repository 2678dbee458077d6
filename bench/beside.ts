import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "undici";
import { copyTemplate, type Engine, makeTemplate, removeCopies } from "../scripts/kit/test-databases";
import { refundKey } from "./commands";
import { type Customers, customersOf, type Order, type Prepared } from "./customer";
import { drive, type Figures } from "./load";
import { type Served, startGateway, startPlain, startShop } from "./shop";

/** A step at 16 in flight; `busy_ms` is the processor time of its server per request. */
export type BesideRow = Figures & { engine: Engine; flush: "fast" | "2 ms"; what: string; busy_ms: number };

type Driven = <T>(
  what: string,
  server: Served,
  things: T[],
  go: (thing: T) => Promise<unknown>,
) => Promise<void>;

const inFlight = 16;
const rounds = 3;
const perRound = 200;

/** Measures the shop in turns with a plain Next route, so that both are measured under the same load. */
export async function measureBeside(engine: Engine): Promise<BesideRow[]> {
  const rows = await onDisk(engine, "fast", {});
  if (engine === "postgresql") return rows;
  const folder = mkdtempSync(join(tmpdir(), "twotrack-slow-"));
  try {
    const library = join(folder, "slow-disk.so");
    const made = spawnSync("cc", ["-shared", "-fPIC", "-o", library, "bench/slow-disk.c", "-ldl"]);
    if (made.status === 0) rows.push(...(await onDisk(engine, "2 ms", { LD_PRELOAD: library })));
    else console.log("  there is no C compiler here: no slow disk was measured");
    return rows;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function onDisk(engine: Engine, flush: BesideRow["flush"], env: Record<string, string>) {
  const template = await makeTemplate(engine, ["scripts/migrate.ts", "scripts/seed.ts", "bench/restock.ts"]);
  const gateway = await startGateway(0);
  const databaseUrl = await copyTemplate(template);
  const shop = await startShop(databaseUrl, { TOSS_BASE_URL: gateway.url, ...env });
  const plain = await startPlain(gateway.url, env);
  const people = customersOf(shop.url, ["TEE-COOL", "MUG-DAWN", "BAG-ROUND"], await refundKey(databaseUrl));
  const pool = new Pool(plain.url, { connections: inFlight, pipelining: 1 });
  const found: BesideRow[] = [];
  try {
    for (let round = 0; round <= rounds; round += 1)
      await inTurns(people, pool, { shop, plain }, async (what, server, things, go) => {
        const before = server.busy_ms() ?? 0;
        const figures = await drive(inFlight, things, go);
        const busy_ms = ((server.busy_ms() ?? 0) - before) / things.length;
        // The first round loads the code.
        if (round > 0) found.push({ engine, flush, what, ...figures, busy_ms });
      });
    const whats = [...new Set(found.map(({ what }) => what))];
    return whats.map((what) => medianOf(found.filter((row) => row.what === what)));
  } finally {
    await pool.close();
    await people.leave();
    await Promise.all([plain.stop(), shop.stop(), gateway.stop()]);
    await removeCopies(template);
  }
}

/** Each of the shop's steps uses what the one before made. */
async function inTurns(
  people: Customers,
  pool: Pool,
  { shop, plain }: { shop: Served; plain: Served },
  driven: Driven,
) {
  const orders: Order[] = [];
  const prepared: Prepared[] = [];
  const many = Array.from({ length: perRound }, (_, n) => n);
  await driven("bare POST", plain, [...many, ...many], () => posts(pool, "/bare"));
  await driven("order", shop, many, async () => orders.push(await people.orders()));
  await driven("plain route", plain, many, () => posts(pool, "/paid"));
  await driven("status", shop, orders, people.status);
  await driven("ready", shop, orders, async (order) =>
    prepared.push({ order, ready: await people.ready(order) }),
  );
  await driven("confirm", shop, prepared, people.confirms);
  await driven("refund", shop, prepared, people.refunds);
  await driven("purchase", shop, many.slice(0, perRound / 2), people.buys);
}

let posted = 0;

async function posts(pool: Pool, path: string) {
  posted += 1;
  const body = JSON.stringify({ paymentKey: `plain_${posted}`, orderId: `ORD-${posted}`, amount: 29_000 });
  const answer = await pool.request({
    method: "POST",
    path,
    headers: { "content-type": "application/json" },
    body,
  });
  const text = await answer.body.text();
  if (answer.statusCode !== 200) throw new Error(`POST ${path} answered ${answer.statusCode}: ${text}`);
}

/** Each figure's median. */
function medianOf(rows: BesideRow[]): BesideRow {
  const [first] = rows;
  if (!first) throw new Error("Nothing was measured.");
  const median = (figure: "perSecond" | "p50" | "p95" | "p99" | "busy_ms") =>
    rows.map((row) => row[figure]).toSorted((a, b) => a - b)[Math.floor(rows.length / 2)] ?? 0;
  return {
    ...first,
    perSecond: median("perSecond"),
    p50: median("p50"),
    p95: median("p95"),
    p99: median("p99"),
    busy_ms: median("busy_ms"),
  };
}
