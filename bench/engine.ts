import { copyTemplate, type Engine, makeTemplate, removeCopies } from "../scripts/kit/test-databases";
import { refundKey } from "./commands";
import { type Customers, customersOf, type Opened, type Order, type Prepared } from "./customer";
import { drive, type Figures } from "./load";
import { type Served, startGateway, startShop } from "./shop";

type Measured = Figures & {
  /** The server's processor time per request, in milliseconds; undefined if unknown. */
  busy_ms: number | undefined;
};
export type Row = Measured & { engine: Engine; delay_ms: number; what: string; inFlight: number };
type Drive = <T>(what: string, things: T[], go: (thing: T) => Promise<unknown>) => Promise<void>;

const skus = ["TEE-COOL", "MUG-DAWN", "BAG-ROUND"];

const asksGateway = new Set(["confirm", "refund", "purchase", "checkout", "verify"]);

/** How many orders to measure at each concurrency: enough that a few slow answers do not skew the result. */
const atOnce = [
  { inFlight: 1, orders: 200 },
  { inFlight: 4, orders: 400 },
  { inFlight: 16, orders: 800 },
];
const slowly = atOnce.map(({ inFlight }) => ({ inFlight, orders: 20 * inFlight }));

/** Runs all measurements on one engine, with a gateway that answers at once and with a slow one. */
export async function measureOn(engine: Engine): Promise<Row[]> {
  const template = await makeTemplate(engine, ["scripts/migrate.ts", "scripts/seed.ts", "bench/restock.ts"]);
  const rows: Row[] = [];
  try {
    for (const delay_ms of [0, 300])
      await withShop(await copyTemplate(template), delay_ms, async (people, shop) => {
        await drive(16, of(300), people.buys);
        for (const { inFlight, orders } of delay_ms === 0 ? atOnce : slowly)
          await measure(people, orders, async (what, things, go) => {
            const before = shop.busy_ms();
            const figures = await drive(inFlight, things, go);
            const after = shop.busy_ms();
            // With a slow gateway only the steps that call it are measured; the others would give the same result
            // twice.
            if (delay_ms > 0 && !asksGateway.has(what)) return;
            const busy_ms =
              before === undefined || after === undefined ? undefined : (after - before) / things.length;
            const row = { engine, delay_ms, what, inFlight, ...figures, busy_ms };
            rows.push(row);
            console.log(line(row));
          });
      });
    return rows;
  } finally {
    await removeCopies(template);
  }
}

/** Each step uses what the previous step created, so that it is measured alone. */
async function measure(people: Customers, count: number, driven: Drive) {
  const orders: Order[] = [];
  const prepared: Prepared[] = [];
  await driven("bare", of(2 * count), people.knocks);
  await driven("order", of(count), async () => orders.push(await people.orders()));
  await driven("status", orders, people.status);
  await driven("ready", orders, async (order) => prepared.push({ order, ready: await people.ready(order) }));
  await driven("confirm", prepared, people.confirms);
  await driven("refund", prepared, people.refunds);
  await driven("purchase", of(count / 2), people.buys);
  await measureStripe(people, count / 2, driven);
}

/** Half of the sessions are verified for a returning shopper, the other half because of their webhook. */
async function measureStripe(people: Customers, count: number, driven: Drive) {
  const opened: Opened[] = [];
  const orders = await Promise.all(of(count).map(() => people.orders("USD")));
  await driven("checkout", orders, async (order) => opened.push(await people.opens(order)));
  await driven("verify", opened.slice(0, count / 2), people.verifies);
  await driven("webhook", opened.slice(count / 2), people.hears);
}

async function withShop(
  databaseUrl: string,
  delay_ms: number,
  work: (people: Customers, shop: Served) => Promise<void>,
) {
  const gateway = await startGateway(delay_ms);
  const shop = await startShop(databaseUrl, {
    TOSS_BASE_URL: gateway.url,
    STRIPE_API_URL: gateway.url,
  });
  const people = customersOf(shop.url, skus, await refundKey(databaseUrl));
  try {
    await work(people, shop);
  } finally {
    await people.leave();
    await shop.stop();
    await gateway.stop();
  }
}

const of = (length: number) => Array.from({ length }, (_, n) => n);

const line = ({ engine, delay_ms, what, inFlight, perSecond, p50, p95, p99, busy_ms }: Row) =>
  [
    `  ${engine}, gateway at ${delay_ms} ms`.padEnd(34),
    `${what} × ${inFlight}`.padEnd(16),
    `${perSecond.toFixed(0)}/s`.padStart(8),
    ...Object.entries({ p50, p95, p99 }).map(([name, value]) =>
      `${name} ${value.toFixed(1)} ms`.padStart(16),
    ),
    busy_ms === undefined ? "" : `busy ${busy_ms.toFixed(2)} ms`.padStart(16),
  ].join("");
