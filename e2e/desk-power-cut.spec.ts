import { randomUUID } from "node:crypto";
import type { APIRequestContext } from "playwright/test";
import { expect, test } from "./fixtures";
import { faultsInBooks } from "./kit/books";
import { hire, send } from "./kit/desk";
import type { Order, Shopper } from "./kit/shopper";
import { attemptsOf, takenAtGateway } from "./kit/truth";
import type { World } from "./world";

// Whatever breaks while staff refund, and however often they press: one refund.

const seconds = 1_000;

type Bought = { gateway: "toss" | "stripe"; order: Order; orderId: string };

async function buys(world: World, shopper: Shopper, gateway: Bought["gateway"]): Promise<Bought> {
  if (gateway === "stripe") {
    const order = await shopper.paysByIntent();
    const [orderId = ""] = await attemptsOf(world, order);
    return { gateway, order, orderId };
  }
  const { order, approved } = await shopper.goesThroughTheWindow();
  expect((await shopper.confirms(approved)).status()).toBe(200);
  return { gateway, order, orderId: approved.orderId };
}

const breaks = (
  world: World,
  { gateway, orderId }: Bought,
  kind: "drop_before" | "drop_after" | "error_after" | "hold",
) =>
  gateway === "toss"
    ? world.emulator.faults.add({ operation: "cancel", kind, orderId })
    : world.stripe.faults.add({ operation: "create_refund", kind, times: 1, orderId });

async function wishFor(world: World, { order }: Bought, amount: number) {
  const [found] = await world.sql(
    `SELECT p.id, p.captured FROM payments p JOIN orders o ON o.winner_payment_id = p.id WHERE o.number = '${order.order_number}'`,
  );
  return { payment: String(found?.id), expected_left: Number(found?.captured), amount, reason: "Too small" };
}

/** How often the gateway reports a refund of this order. */
async function timesGiven(world: World, { gateway, order, orderId }: Bought) {
  if (gateway === "toss")
    return (await takenAtGateway(world, order)).flatMap(({ cancels }) => cancels ?? []).length;
  const [intent] = await world.stripe.intents.list(orderId);
  return intent?.latest_charge?.refunds.data.length ?? 0;
}

const presses = (request: APIRequestContext, world: World, wish: object, key: string) =>
  send(request, world.apps[0], "refunds", wish, { "idempotency-key": key });

for (const gateway of ["toss", "stripe"] as const)
  test(`${gateway}: the connection breaks, the gateway answers an error, the shop is killed: one refund each, however often staff press`, {
    tag: "@rows",
  }, async ({ playwright, openWorld, newShopper }) => {
    test.slow();
    const world = await openWorld();
    const request = await playwright.request.newContext();
    await hire(world, "manager", request);
    const shopper = await newShopper(world);
    const broken = [];
    for (const kind of ["drop_before", "drop_after", "error_after", "hold"] as const) {
      const bought = await buys(world, shopper, gateway);
      broken.push({ kind, bought, wish: await wishFor(world, bought, 700), key: randomUUID() });
      await breaks(world, bought, kind);
    }

    // All are pressed; one is held at the gateway, which has acted, when the power goes.
    const pressed = broken.map(({ wish, key }) => presses(request, world, wish, key).catch(() => undefined));
    await Promise.all(pressed.slice(0, 3));
    await world.apps[0].restart();
    await Promise.all(pressed);
    for (const { wish, key } of broken) {
      // The same press again, and a new press by someone who thinks that nothing happened.
      expect((await presses(request, world, wish, key)).ok()).toBe(true);
      const anew = await presses(request, world, wish, randomUUID());
      expect([anew.status(), (await anew.json()).code]).toEqual([409, "refund_outdated"]);
    }

    for (const { kind, bought } of broken) {
      const { order } = bought;
      const refunds = `SELECT r.state FROM refunds r JOIN orders o ON o.id = r.order_id WHERE o.number = '${order.order_number}'`;
      // Keys expire, so the clock advances only while the shop is still checking.
      const later = async () => {
        await world.letPass(30 * seconds);
        return world.sql(refunds);
      };
      await expect.poll(later, { message: kind, intervals: [3_000] }).toEqual([{ state: "done" }]);
      expect([kind, await timesGiven(world, bought)]).toEqual([kind, 1]);
      await expect.poll(() => faultsInBooks(world, order)).toEqual([]);
    }
    await request.dispose();
  });
