import { copyTemplate, type Engine, makeTemplate, removeCopies } from "../scripts/kit/test-databases";
import { type Customers, customersOf, type Order, type Prepared } from "./customer";
import { drive, type Figures } from "./load";
import { startGateway, startShop } from "./shop";

export type Row = Figures & { engine: Engine; delay_ms: number; what: string; inFlight: number };
type Note = (what: string, figures: Figures) => void;

const skus = ["TEE-COOL", "MUG-DAWN", "BAG-ROUND"];

/** So many orders with so many in flight: enough that a slow answer here and there does not decide. */
const atOnce = [
  { inFlight: 1, orders: 400 },
  { inFlight: 4, orders: 800 },
  { inFlight: 16, orders: 1_200 },
];
const slowly = atOnce.map(({ inFlight }) => ({ inFlight, orders: 20 * inFlight }));

/** Everything that is measured on one engine, with a gateway that answers at once and with one that takes its time. */
export async function measureOn(engine: Engine): Promise<Row[]> {
  const template = await makeTemplate(engine, ["scripts/migrate.ts", "scripts/seed.ts", "bench/restock.ts"]);
  const rows: Row[] = [];
  try {
    for (const delay_ms of [0, 300])
      await withShop(await copyTemplate(template), delay_ms, async (people) => {
        await drive(16, of(200), people.buys);
        for (const { inFlight, orders } of delay_ms === 0 ? atOnce : slowly)
          await measure(people, inFlight, orders, (what, figures) => {
            // Only these ask the gateway; the others would be measured twice.
            if (delay_ms > 0 && what !== "confirm" && what !== "purchase") return;
            const row = { engine, delay_ms, what, inFlight, ...figures };
            rows.push(row);
            console.log(line(row));
          });
      });
    return rows;
  } finally {
    await removeCopies(template);
  }
}

/** Each step finds made what the step before it has made, so that it alone is measured. */
async function measure(people: Customers, inFlight: number, count: number, note: Note) {
  const orders: Order[] = [];
  const prepared: Prepared[] = [];
  note("bare", await drive(inFlight, of(2 * count), people.knocks));
  note("order", await drive(inFlight, of(count), async () => orders.push(await people.orders())));
  note("status", await drive(inFlight, orders, people.status));
  const readies = async (order: Order) => prepared.push({ order, ready: await people.ready(order) });
  note("ready", await drive(inFlight, orders, readies));
  note("confirm", await drive(inFlight, prepared, people.confirms));
  note("purchase", await drive(inFlight, of(count / 2), people.buys));
}

async function withShop(databaseUrl: string, delay_ms: number, work: (people: Customers) => Promise<void>) {
  const gateway = await startGateway(delay_ms);
  const shop = await startShop(databaseUrl, { TOSS_BASE_URL: gateway.url });
  const people = customersOf(shop.url, skus);
  try {
    await work(people);
  } finally {
    await people.leave();
    await shop.stop();
    await gateway.stop();
  }
}

const of = (length: number) => Array.from({ length }, (_, n) => n);

const line = ({ engine, delay_ms, what, inFlight, perSecond, p50, p95, p99 }: Row) =>
  [
    `  ${engine}, gateway at ${delay_ms} ms`.padEnd(34),
    `${what} × ${inFlight}`.padEnd(16),
    `${perSecond.toFixed(0)}/s`.padStart(8),
    ...Object.entries({ p50, p95, p99 }).map(([name, value]) =>
      `${name} ${value.toFixed(1)} ms`.padStart(16),
    ),
  ].join("");
