import { expect, test } from "./fixtures";
import { faultsInBooks, stockAndSold } from "./kit/books";
import { sampleOf } from "./kit/sample";
import type { Order } from "./kit/shopper";
import { takenAtStripe } from "./kit/stripe-truth";
import { orderOf } from "./kit/wishes";
import type { World } from "./world";

const shoppers = sampleOf(24, 120);
const shelf = ["TEE-COOL", "MUG-DAWN", "TEE-COOL", "BAG-ROUND", "TEE-COOL", "MUG-DAWN"] as const;

/** Which of the two reports of a payment reaches the shop first. */
const firsts = ["the shopper", "the news", "both", "both, and the shopper reloads"] as const;

test(`${shoppers} shoppers return from Stripe while its webhooks come twice and out of order: each payment is recorded once`, {
  tag: ["@rows", "@sampled"],
}, async ({ engine, openWorld }) => {
  test.slow();
  const world = await openWorld({ instances: engine === "postgresql" ? 2 : 1 });
  const before = await stockAndSold(world);
  await world.stripe.webhooks.setOrder({ order: "shuffled", duplicates: 1 });

  const opened = await inTurns(8, shoppers, (n) => opens(world, n));
  const by = (first: (typeof firsts)[number]) => opened.filter((_, n) => firsts[n % firsts.length] === first);

  // Some return while the webhooks of their payments are held back.
  const early = by("the shopper");
  for (const { orderId } of early) await world.stripe.webhooks.pause(true, orderId);
  // Others return only after the webhooks have recorded everything.
  const late = by("the news");
  await Promise.all([
    ...early.map(async (one) => {
      await pays(world, one);
      await comesBack(world, one, 0);
      await world.stripe.webhooks.pause(false, one.orderId);
    }),
    ...late.map((one) => pays(world, one)),
    ...by("both").map(async (one) => {
      await pays(world, one);
      await comesBack(world, one, 0);
    }),
    ...by("both, and the shopper reloads").map(async (one) => {
      await pays(world, one);
      await Promise.all([0, 1, 1, 0].map((step) => comesBack(world, one, step)));
    }),
  ]);
  const unpaid = "SELECT number FROM orders WHERE status <> 'paid'";
  await expect.poll(() => world.sql(unpaid)).toEqual([]);
  await Promise.all(late.map((one) => comesBack(world, one, 1)));
  const waiting = "SELECT id FROM webhook_inbox WHERE state <> 'done'";
  const underWay = "SELECT id FROM calls WHERE state = 'open'";
  await expect.poll(async () => [...(await world.sql(waiting)), ...(await world.sql(underWay))]).toEqual([]);

  for (const { order } of opened) {
    const taken = await takenAtStripe(world, order);
    expect(taken.map(({ amount_received }) => amount_received)).toEqual([order.amount]);
  }
  const recorded = `SELECT o.number, count(*) AS times FROM payment_events e JOIN orders o ON o.id = e.order_id
    WHERE e.kind = 'payment_paid' GROUP BY o.number`;
  expect((await world.sql(recorded)).map(({ times }) => Number(times))).toEqual(opened.map(() => 1));
  const posted = `SELECT count(*) AS posted FROM transfers WHERE cause = 'capture'`;
  expect((await world.sql(posted)).map(({ posted }) => Number(posted))).toEqual([shoppers]);
  expect(await stockAndSold(world)).toEqual(before);
  expect(await faultsInBooks(world)).toEqual([]);
});

type Opened = { order: Order; session_id: string; orderId: string; n: number };

/** Each step at a different instance than the step before. */
const shopAt = (world: World, n: number) => (world.apps[n % world.apps.length] ?? world.apps[0]).url;

async function opens(world: World, n: number): Promise<Opened> {
  const ask = async <T>(step: number, path: string, data: object, token?: string): Promise<T> => {
    const response = await fetch(shopAt(world, n + step) + path, {
      method: "POST",
      headers: { "content-type": "application/json", ...(token && { "order-token": token }) },
      body: JSON.stringify(data),
    });
    const text = await response.text();
    if (response.status !== 201) throw new Error(`${path} answered ${response.status}: ${text}`);
    return JSON.parse(text);
  };
  const items = [{ sku: shelf[n % shelf.length] ?? "", quantity: 1 }];
  const order = await ask<Order>(0, "/orders", orderOf({ currency: "USD", items }));
  const shop = shopAt(world, n + 1);
  const { session_id, payment } = await ask<{ session_id: string; payment: { gateway_order_id: string } }>(
    1,
    "/payments/stripe/checkout",
    { order_number: order.order_number, success_url: `${shop}/success`, cancel_url: `${shop}/cart` },
    order.access_token,
  );
  return { order, session_id, orderId: payment.gateway_order_id, n };
}

async function pays(world: World, { session_id }: Opened) {
  expect(await world.stripe.sessions.pay(session_id)).toMatchObject({ is: "complete" });
}

/** The browser comes back and is redirected to the receipt, which may still be checking. */
async function comesBack(world: World, { order, session_id, n }: Opened, step: number) {
  const url = `${shopAt(world, n + step)}/payments/stripe/success?session_id=${session_id}`;
  const response = await fetch(url, { redirect: "manual" });
  expect(response.status).toBe(303);
  expect(response.headers.get("location")).toMatch(
    new RegExp(`/success\\?order_number=${order.order_number}$`),
  );
}

/** Runs `work` for 0 to `count`, `atOnce` at a time. */
async function inTurns<T>(atOnce: number, count: number, work: (n: number) => Promise<T>): Promise<T[]> {
  const done: T[] = [];
  for (let from = 0; from < count; from += atOnce) {
    const turn = Array.from({ length: Math.min(atOnce, count - from) }, (_, k) => work(from + k));
    done.push(...(await Promise.all(turn)));
  }
  return done;
}
