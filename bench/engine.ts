import { copyTemplate, type Engine, makeTemplate, removeCopies } from "../scripts/kit/test-databases";
import { type Customers, customersOf, type Order, type Prepared } from "./customer";
import { drive, type Figures } from "./load";
import { startGateway, startShop } from "./shop";

export type Row = Figures & { engine: Engine; delay_ms: number; what: string; inFlight: number };

const inFlights = [1, 4, 16];
const skus = ["TEE-COOL", "MUG-DAWN", "BAG-ROUND"];

/** Everything that is measured on one engine, with a gateway that answers at once and with one that takes its time. */
export async function measureOn(engine: Engine) {
  const template = await makeTemplate(engine, ["scripts/migrate.ts", "scripts/seed.ts", "bench/restock.ts"]);
  try {
    return [
      ...(await measureWith(engine, 0, await copyTemplate(template))),
      ...(await measureWith(engine, 300, await copyTemplate(template))),
    ];
  } finally {
    await removeCopies(template);
  }
}

async function measureWith(engine: Engine, delay_ms: number, databaseUrl: string): Promise<Row[]> {
  const gateway = await startGateway(delay_ms);
  const shop = await startShop(databaseUrl, { TOSS_BASE_URL: gateway.url });
  const people = customersOf(shop.url, skus);
  try {
    await drive(16, of(400), people.buys);
    const found: Row[] = [];
    for (const inFlight of inFlights)
      for (const [what, measure] of Object.entries(delay_ms === 0 ? everything : whatAsksTheGateway)) {
        const figures = await measure(people, inFlight, delay_ms);
        found.push({ engine, delay_ms, what, inFlight, ...figures });
        console.log(line(engine, delay_ms, what, inFlight, figures));
      }
    return found;
  } finally {
    await people.leave();
    await shop.stop();
    await gateway.stop();
  }
}

type Measure = (people: Customers, inFlight: number, delay_ms: number) => Promise<Figures>;

/** Whatever a thing needs is made beforehand, so that only the thing itself is measured. */
const whatAsksTheGateway: Record<string, Measure> = {
  confirm: async (people, inFlight, delay_ms) =>
    drive(inFlight, await prepared(people, enough(inFlight, delay_ms)), people.confirms),
  purchase: (people, inFlight, delay_ms) => drive(inFlight, of(enough(inFlight, delay_ms)), people.buys),
};

const everything: Record<string, Measure> = {
  bare: (people, inFlight) => drive(inFlight, of(2 * enough(inFlight, 0)), people.knocks),
  status: async (people, inFlight) =>
    drive(inFlight, await ordered(people, enough(inFlight, 0)), people.status),
  ready: async (people, inFlight) =>
    drive(inFlight, await ordered(people, enough(inFlight, 0)), people.ready),
  ...whatAsksTheGateway,
};

/** So many that a slow answer here and there does not decide, and that a slow gateway does not take all day. */
const enough = (inFlight: number, delay_ms: number) =>
  delay_ms > 0 ? 20 * inFlight : ({ 1: 600, 4: 1_200, 16: 1_600 }[inFlight] ?? 1_000);

const of = (length: number) => Array.from({ length }, (_, n) => n);

async function ordered(people: Customers, count: number) {
  const orders: Order[] = [];
  await drive(16, of(count), async () => orders.push(await people.orders()));
  return orders;
}

async function prepared(people: Customers, count: number) {
  const all: Prepared[] = [];
  await drive(16, await ordered(people, count), async (order) => {
    all.push({ order, ready: await people.ready(order) });
  });
  return all;
}

const line = (
  engine: Engine,
  delay_ms: number,
  what: string,
  inFlight: number,
  { perSecond, ...ms }: Figures,
) =>
  [
    `  ${engine}, gateway at ${delay_ms} ms`.padEnd(34),
    `${what} × ${inFlight}`.padEnd(16),
    `${perSecond.toFixed(0)}/s`.padStart(8),
    ...Object.entries(ms).map(([name, value]) => `${name} ${value.toFixed(1)} ms`.padStart(16)),
  ].join("");
