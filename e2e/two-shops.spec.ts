import { expect, test } from "./fixtures";
import { answer, landingOf } from "./kit/shopper";
import { confirmsOf, expectChargedOnce } from "./kit/truth";
import type { App } from "./world";

test.skip(({ engine }) => engine === "sqlite", "Several instances share a PostgreSQL database.");

test("an order made on one instance is confirmed on the other, and both show its receipt", {
  tag: "@rows",
}, async ({ openWorld, newShopper }) => {
  const world = await openWorld({ instances: 2 });
  const [one, other] = world.apps as [App, App];
  const shopper = await newShopper(world, one);
  const { order, approved } = await shopper.goesThroughTheWindow();
  // Browsers store cookies by host, so one instance's cookies are sent to the other as well.
  const data = { payment_key: approved.paymentKey, order_number: order.order_number, amount: order.amount };
  const headers = { "order-token": order.access_token };

  const confirmed = await shopper.request.post(`${other.url}/payments/toss/confirm`, { data, headers });

  expect(await answer(confirmed, 200)).toMatchObject({ status: "paid", winner: true });
  for (const app of world.apps) {
    const page = await shopper.request.get(`${app.url}/orders/${order.order_number}`);
    expect(await page.text()).toContain("결제가 완료됐어요");
  }
  await expectChargedOnce(world, order);
});

test("both instances get the same payment at once, and one of them asks the gateway", {
  tag: "@rows",
}, async ({ openWorld, newShopper }) => {
  const world = await openWorld({ instances: 2 });
  const { order, approved } = await (await newShopper(world)).goesThroughTheWindow();
  const visits = await Promise.all(
    Array.from({ length: 10 }, async (_, n) => newShopper(world, world.apps[n % 2])),
  );

  const landings = await Promise.all(
    visits.map(async (visitor) => landingOf(await visitor.returns(approved))),
  );

  expect(new Set(landings.map(({ page }) => page))).toEqual(new Set(["/success"]));
  expect(await confirmsOf(world, order)).toHaveLength(1);
  await expectChargedOnce(world, order);
});

test("one instance dies while it asks the gateway, and the other finds the result within 30 seconds", {
  tag: "@rows",
}, async ({ openWorld, newShopper }) => {
  const world = await openWorld({ instances: 2 });
  const [one, other] = world.apps as [App, App];
  const shopper = await newShopper(world, one);
  const { order, approved } = await shopper.goesThroughTheWindow();
  const { orderId } = approved;
  await world.emulator.webhooks.pause(true, orderId);
  const held = await world.emulator.faults.add({ operation: "confirm", kind: "hold", orderId });
  const cutOff = shopper.returns(approved).catch(() => undefined);
  await expect
    .poll(async () => (await world.emulator.faults.list()).find(({ id }) => id === held.id)?.holding)
    .toBe(1);

  await one.kill();
  await cutOff;

  const params = { order_number: order.order_number };
  await expect
    .poll(async () => {
      const response = await shopper.request.get(`${other.url}/payments/status`, { params });
      return (await response.json()).order.status;
    })
    .toBe("paid");
  await expectChargedOnce(world, order);
  expect(await confirmsOf(world, order)).toHaveLength(1);
});
