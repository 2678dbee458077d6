import { randomUUID } from "node:crypto";
import { Agent } from "undici";
import { copyTemplate, type Engine, makeTemplate, removeCopies } from "../scripts/kit/test-databases";
import { type Customers, customersOf, type Order } from "./customer";
import { startGateway, startShop } from "./shop";

/** How long shoppers waited with no other load, and during a storm. */
export type StormRow = { engine: Engine; storm: string; what: string; quiet: number; p95: number; n: number };

/** Sends requests from strangers; each returns its status. */
type Strangers = {
  send(method: "GET" | "POST", path: string, address: string, more?: Sent): Promise<number>;
  leave(): Promise<void>;
};
type Sent = { headers?: Record<string, string>; body?: string };
type Storm = (strangers: Strangers, shop: { url: string; order: Order }) => Promise<unknown>;

/** What strangers send all at once; the next wave starts when the previous one has been answered. */
const storms: Record<string, Storm> = {
  "200 wrong sign-ins": (strangers, { url }) => {
    const address = someAddress();
    return Promise.all(
      of(200).map(() =>
        strangers.send("POST", "/admin/api/sign-in", address, {
          headers: { origin: url, "content-type": "application/json" },
          body: JSON.stringify({ email: `${randomUUID()}@shop.example`, password: "a guess, and another" }),
        }),
      ),
    );
  },
  // From a hundred addresses, ten each: most of a single address's requests would be refused.
  "1,000 held status requests": (strangers, { order }) => {
    const path = `/payments/status?order_number=${order.order_number}&wait=10`;
    const headers = { "order-token": order.access_token };
    const addresses = of(100).map(someAddress);
    return Promise.all(
      of(1_000).map((n) => strangers.send("GET", path, addresses[n % 100] ?? "", { headers })),
    );
  },
  "1,000 junk webhooks": async (strangers) => {
    const address = someAddress();
    const left = of(1_000).values();
    const lane = async () => {
      for (const _ of left)
        await strangers.send("POST", "/webhooks/toss", address, {
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ data: { orderId: randomUUID() }, filled: "x".repeat(60_000) }),
        });
    };
    await Promise.all(of(4).map(lane));
  },
};

/** The number of samples, quietly and in each storm, and the longest a storm is sampled, in milliseconds. */
const samples = 60;
const atMostMs = 30_000;

/** How long a shopper's requests take while strangers flood the shop, on one engine. */
export async function measureStorms(engine: Engine): Promise<StormRow[]> {
  const template = await makeTemplate(engine, ["scripts/migrate.ts", "scripts/seed.ts", "bench/restock.ts"]);
  const rows: StormRow[] = [];
  const gateway = await startGateway(0);
  // The real rate limits.
  const shop = await startShop(await copyTemplate(template), {
    TOSS_BASE_URL: gateway.url,
    RATE_LIMIT_FACTOR: "1",
  });
  const people = customersOf(shop.url, ["TEE-COOL", "MUG-DAWN", "BAG-ROUND"]);
  const strangers = strangersAt(shop.url);
  try {
    await probe(people, 30, () => true);
    const quiet = await probe(people, samples, () => true);
    for (const [storm, begin] of Object.entries(storms)) {
      const order = await people.orders();
      let goesOn = true;
      const raging = (async () => {
        while (goesOn) await begin(strangers, { url: shop.url, order });
      })();
      const until = performance.now() + atMostMs;
      const during = await probe(people, samples, () => performance.now() < until);
      goesOn = false;
      await raging;
      for (const [what, took] of Object.entries(during)) {
        const row = { engine, storm, what, quiet: p95(quiet[what] ?? []), p95: p95(took), n: took.length };
        rows.push(row);
        console.log(
          `  ${engine}, ${storm}: ${what} p95 ${row.p95.toFixed(1)} ms, quiet ${row.quiet.toFixed(1)} ms, ${(row.p95 / row.quiet).toFixed(1)} times`,
        );
      }
    }
    return rows;
  } finally {
    await strangers.leave();
    await people.leave();
    await shop.stop();
    await gateway.stop();
    await removeCopies(template);
  }
}

/**
 * Times one shopper after another who calls the health check, orders and pays; starts the next one while `goesOn` is
 * true.
 */
async function probe(people: Customers, count: number, goesOn: () => boolean) {
  const took: Record<string, number[]> = { "GET /healthz": [], "POST /orders": [], confirm: [] };
  const timed = async <T>(what: string, work: () => Promise<T>) => {
    const begun = performance.now();
    try {
      return await work();
    } finally {
      // A request that failed kept its shopper waiting, too.
      took[what]?.push(performance.now() - begun);
    }
  };
  for (let n = 0; n < count && goesOn(); n += 1) {
    try {
      await timed("GET /healthz", people.knocks);
      const order = await timed("POST /orders", () => people.orders());
      const ready = await people.ready(order);
      await timed("confirm", () => people.confirms({ order, ready }));
    } catch (error) {
      console.log(`  a shopper gave up: ${error}`);
    }
  }
  return took;
}

function strangersAt(url: string): Strangers {
  const agent = new Agent({ connections: 1_100, connect: { timeout: 120_000 }, headersTimeout: 120_000 });
  return {
    async send(method, path, address, { headers = {}, body } = {}) {
      try {
        const answer = await agent.request({
          origin: url,
          method,
          path,
          headers: { ...headers, "x-forwarded-for": address },
          body: body ?? null,
        });
        await answer.body.dump();
        return answer.statusCode;
      } catch {
        // A stranger without an answer returns with the next wave.
        return 0;
      }
    },
    leave: () => agent.close(),
  };
}

const someAddress = () => `172.${16 + random(16)}.${random(256)}.${random(256)}`;
const random = (below: number) => Math.floor(Math.random() * below);
const of = (length: number) => Array.from({ length }, (_, n) => n);
const p95 = (took: number[]) => took.toSorted((a, b) => a - b)[Math.floor(took.length * 0.95)] ?? 0;
