import type { NewFault } from "../testing/toss-emulator";
import { expect, test } from "./fixtures";
import type { Order, Shopper } from "./kit/shopper";
import { confirmsOf, expectChargedOnce } from "./kit/truth";
import type { World } from "./world";

const seconds = 1_000;

/** A shopper who has just come back from the window, with the shop and the gateway stopped at some point. */
async function comeBackInto(world: World, shopper: Shopper, fault: Pick<NewFault, "kind">) {
  const { order, approved } = await shopper.goesThroughTheWindow();
  const { orderId } = approved;
  // The gateway's events are lost with the power, so only the shop's own look can reveal the result.
  await world.emulator.webhooks.pause(true, orderId);
  const { id } = await world.emulator.faults.add({ operation: "confirm", times: 1, orderId, ...fault });
  const cutOff = shopper.returns(approved).catch(() => undefined);
  await expect.poll(() => heldBy(world, id)).toBe(1);
  return { order, approved, fault: id, cutOff };
}

const heldBy = async ({ emulator }: World, fault: string) =>
  (await emulator.faults.list()).find(({ id }) => id === fault)?.holding;

test("the power fails while shoppers pay: each order is paid once within 30 seconds of its return", {
  tag: "@rows",
}, async ({ openWorld, newShopper }) => {
  const world = await openWorld();
  const [app] = world.apps;
  const people = await Promise.all(Array.from({ length: 3 }, () => newShopper(world)));
  const [mina, joon, sora] = people as [Shopper, Shopper, Shopper];

  // Mina's money was taken; the shop had not recorded it yet.
  const taken = await comeBackInto(world, mina, { kind: "hold" });
  // Joon's request was on its way, and the gateway acts on it after the shop has died.
  const underWay = await comeBackInto(world, joon, { kind: "hold_before" });
  // Sora's was recorded and never reached the gateway.
  const unheard = await sora.goesThroughTheWindow();
  const away = { operation: "any", kind: "away", times: null, orderId: unheard.approved.orderId } as const;
  const line = await world.emulator.faults.add(away);
  await sora.comesBack(unheard.approved);

  await app.kill();
  await Promise.all([taken.cutOff, underWay.cutOff]);
  await world.emulator.faults.release(underWay.fault);
  await world.emulator.faults.remove(line.id);
  await app.restart();

  const all: [Shopper, Order][] = [
    [mina, taken.order],
    [joon, underWay.order],
    [sora, unheard.order],
  ];
  await expect
    .poll(() => Promise.all(all.map(([shopper, order]) => shopper.standing(order))))
    .toEqual(["paid", "paid", "paid"]);
  for (const [, order] of all) await expectChargedOnce(world, order);
  expect(await confirmsOf(world, taken.order)).toHaveLength(1);
  expect(await confirmsOf(world, underWay.order)).toHaveLength(1);
});

test("the power fails while a webhook is being processed: it is processed again, and records the payment once", {
  tag: "@rows",
}, async ({ openWorld, newShopper }) => {
  const world = await openWorld();
  const [app] = world.apps;
  const shopper = await newShopper(world);
  const { order, approved } = await shopper.goesThroughTheWindow();
  const { faults } = world.emulator;
  const look = await faults.add({ operation: "look", kind: "hold_before", orderId: approved.orderId });
  await world.emulator.payments.take(approved);
  await expect.poll(() => heldBy(world, look.id)).toBe(1);

  await app.kill();
  await app.restart();
  expect(await shopper.standing(order)).toBe("open");
  // The worker that held it had a one-minute lease; after that any worker may take it.
  await world.letPass(61 * seconds);

  await expect.poll(() => shopper.standing(order)).toBe("paid");
  await expect.poll(() => world.sql("SELECT DISTINCT state FROM webhook_inbox")).toEqual([{ state: "done" }]);
  await expectChargedOnce(world, order);
});
