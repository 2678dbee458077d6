import type { Delivery } from "../testing/toss-emulator";
import { expect, test } from "./fixtures";
import type { Order } from "./kit/shopper";
import { confirmsOf, expectChargedOnce, expectNothingTaken, timesTold } from "./kit/truth";
import type { World } from "./world";

/** The event about the money, once the shop has accepted its delivery. */
async function newsOf(world: World, orderId: string): Promise<Delivery> {
  const list = () => world.emulator.webhooks.list(orderId);
  await expect.poll(async () => (await list()).map(({ state }) => state)).toEqual(["delivered"]);
  const [delivery] = await list();
  if (!delivery) throw new Error("The gateway sent no webhook.");
  return delivery;
}

const looksAt = (world: World, orderId: string) =>
  world.emulator
    .requests({ orderId })
    .then((requests) => requests.filter(({ operation }) => operation.startsWith("look")));

/** Whether everything received about an order has been processed. */
async function isQuiet(world: World, { order_number }: Order) {
  const waiting = await world.sql(
    `SELECT state FROM webhook_inbox WHERE state <> 'done' AND body LIKE '%${order_number}%'`,
  );
  return waiting.length === 0;
}

test("the same webhook ten times is stored once and records the payment once", { tag: "@rows" }, async ({
  shopper,
  world,
}) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  await shopper.comesBack(approved);
  const news = await newsOf(world, approved.orderId);

  await world.emulator.webhooks.redeliver(news.id, { times: 5, at_once: true });
  await world.emulator.webhooks.redeliver(news.id, { times: 5 });

  await expect.poll(() => isQuiet(world, order)).toBe(true);
  const kept = `SELECT count(*) AS kept FROM webhook_inbox WHERE key = '${news.transmissionId}'`;
  expect(await world.sql(kept)).toEqual([{ kept: 1 }]);
  await expectChargedOnce(world, order);
  expect(await timesTold(world, order, "payment_paid")).toBe(1);
});

test("ten deliveries of one event record the payment once, and do not make the shop ask ten times", {
  tag: "@rows",
}, async ({ shopper, world }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  await shopper.comesBack(approved);
  const news = await newsOf(world, approved.orderId);
  await expect.poll(() => isQuiet(world, order)).toBe(true);
  const before = (await looksAt(world, approved.orderId)).length;

  const flood = { times: 10, at_once: true, newTransmissionId: true };
  const begun = performance.now();
  await world.emulator.webhooks.redeliver(news.id, flood);
  const seconds = (performance.now() - begun) / 1_000;

  await expect.poll(() => isQuiet(world, order)).toBe(true);
  // Looks are two seconds apart, and deliveries take longer than that on a busy machine.
  const most = 2 + Math.floor(seconds / 2);
  expect((await looksAt(world, approved.orderId)).length - before).toBeLessThanOrEqual(most);
  await expectChargedOnce(world, order);
  expect(await timesTold(world, order, "payment_paid")).toBe(1);
});

test("a webhook that comes before the answer to the confirm records the payment, and the answer adds nothing", {
  tag: "@rows",
}, async ({ shopper, world }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  const { faults } = world.emulator;
  const held = await faults.add({ operation: "confirm", kind: "hold", orderId: approved.orderId });

  const landing = shopper.comesBack(approved);
  await expect.poll(() => shopper.standing(order)).toBe("paid");
  await faults.release(held.id);

  expect((await landing).page).toBe("/success");
  await expectChargedOnce(world, order);
  expect(await confirmsOf(world, order)).toHaveLength(1);
  expect(await timesTold(world, order, "payment_paid")).toBe(1);
});

test("a webhook records a charged payment whose shopper never returned", {
  tag: "@rows",
}, async ({ shopper, world }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();

  await world.emulator.payments.take(approved);

  await expect.poll(() => shopper.standing(order)).toBe("paid");
  expect((await shopper.comesBack(approved)).page).toBe("/success");
  await expectChargedOnce(world, order);
});

test("a webhook that comes while the gateway cannot be asked is retried until it can", {
  tag: "@rows",
}, async ({ shopper, world }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  const { orderId } = approved;
  const mute = await world.emulator.faults.add({ operation: "look", kind: "away", times: null, orderId });
  await world.emulator.payments.take(approved);
  const kept = `SELECT state, note FROM webhook_inbox WHERE body LIKE '%${orderId}%'`;
  await expect.poll(() => world.sql(kept)).toEqual([{ state: "failed", note: "no_answer" }]);

  await world.emulator.faults.remove(mute.id);
  await world.letPass(60_000);

  await expect.poll(() => shopper.standing(order)).toBe("paid");
  await expect.poll(() => world.sql(kept)).toEqual([{ state: "done", note: "looked" }]);
  await expectChargedOnce(world, order);
});

test("a forged webhook that says the order is paid changes nothing and causes at most one query", {
  tag: "@rows",
}, async ({ shopper, world }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();

  const sent = await world.emulator.webhooks.send({ orderId: approved.orderId, status: "DONE" });

  expect(sent).toEqual([expect.objectContaining({ status: 200 })]);
  await expect.poll(() => isQuiet(world, order)).toBe(true);
  expect((await looksAt(world, approved.orderId)).length).toBeLessThanOrEqual(1);
  expect(await shopper.standing(order)).toBe("open");
  await expectNothingTaken(world, order);
  expect((await shopper.comesBack(approved)).page).toBe("/success");
  await expectChargedOnce(world, order);
});

test("an event out of order undoes nothing: the gateway is asked, and only its answer counts", {
  tag: "@rows",
}, async ({ shopper, world }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  await shopper.comesBack(approved);

  for (const status of ["IN_PROGRESS", "EXPIRED", "ABORTED", "CANCELED"])
    await world.emulator.webhooks.send({ orderId: approved.orderId, status });

  await expect.poll(() => isQuiet(world, order)).toBe(true);
  await expectChargedOnce(world, order);
  expect((await shopper.status(order)).payments[0]).toMatchObject({ status: "paid", refunded: 0 });
});

test("a webhook about an order of another shop is stored, and the gateway is not asked about it", {
  tag: "@rows",
}, async ({ world }) => {
  const paymentKey = "tgen_20261121nobody";
  const orderId = "ORD-20200101-ZZZZZZ-1";

  const data = { paymentKey, orderId, status: "DONE" };
  await world.emulator.webhooks.send({ body: { eventType: "PAYMENT_STATUS_CHANGED", data } });

  const kept = `SELECT state, note FROM webhook_inbox WHERE body LIKE '%${orderId}%'`;
  await expect.poll(() => world.sql(kept)).toEqual([{ state: "done", note: "not_ours" }]);
  const asked = await world.emulator.requests({});
  expect(asked.filter((request) => request.paymentKey === paymentKey || request.orderId === orderId)).toEqual(
    [],
  );
});

test("a refund made in the gateway's own console appears, in whatever order its webhooks come", {
  tag: "@rows",
}, async ({ shopper, world }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  await shopper.comesBack(approved);

  await world.emulator.payments.cancel(approved.paymentKey, { amount: 9_000, reason: "오염" });
  await expect.poll(() => shopper.standing(order)).toBe("partially_refunded");
  expect(await shopper.status(order)).toMatchObject({
    captured: 29_000,
    refunded: 9_000,
    refundable: 20_000,
  });
  await world.emulator.payments.cancel(approved.paymentKey, { reason: "모두 반품" });

  await expect.poll(() => shopper.standing(order)).toBe("refunded");
  expect(await shopper.status(order)).toMatchObject({ refunded: 29_000, refundable: 0 });
});
