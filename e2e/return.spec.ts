import { expect, test } from "./fixtures";
import { answer, landingOf } from "./kit/shopper";
import { confirmsOf, expectChargedOnce, expectNothingTaken } from "./kit/truth";

test("a shopper who reloads the return address pays once and sees the same page again", async ({
  shopper,
  world,
}) => {
  const { order, approved } = await shopper.goesThroughTheWindow();

  const landing = { page: "/success", order_number: order.order_number };
  for (let visit = 1; visit <= 3; visit++) expect(await shopper.comesBack(approved)).toEqual(landing);

  await expectChargedOnce(world, order);
  expect(await confirmsOf(world, order)).toHaveLength(1);
});

test("two tabs and a stranger's browser return with the same payment at once, and the gateway is asked once", {
  tag: "@rows",
}, async ({ shopper, newShopper, world }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  const elsewhere = await newShopper();

  const landings = await Promise.all([
    shopper.comesBack(approved),
    shopper.comesBack(approved),
    elsewhere.comesBack(approved),
  ]);

  const landing = { page: "/success", order_number: order.order_number };
  expect(landings).toEqual([landing, landing, landing]);
  await expectChargedOnce(world, order);
  expect(await confirmsOf(world, order)).toHaveLength(1);
});

test("a browser that only returns with the payment sees the number, amount and state, and no more", async ({
  shopper,
  newShopper,
}) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  const elsewhere = await newShopper();
  expect((await elsewhere.asksForStatus(order)).status()).toBe(404);

  await elsewhere.comesBack(approved);

  const status = await elsewhere.status(order);
  expect(status.order).toMatchObject({ status: "paid", amount: order.amount });
  expect(status.payments[0]).toMatchObject({ card: null, receipt_url: null });
  expect((await shopper.status(order)).payments[0]?.card).not.toBeNull();
});

for (const [who, ahead] of [
  ["a link checker that sends HEAD", { method: "HEAD" }],
  ["a browser that prefetches", { headers: { purpose: "prefetch" } }],
  ["a browser that prerenders", { headers: { "sec-purpose": "prefetch;prerender" } }],
] as const)
  test(`${who} authorizes nothing`, async ({ shopper, world }) => {
    const { order, approved } = await shopper.goesThroughTheWindow();

    const response = await shopper.returns(approved, ahead);

    expect(response.status()).toBe(204);
    expect(await confirmsOf(world, order)).toEqual([]);
    await expectNothingTaken(world, order);
    expect((await shopper.comesBack(approved)).page).toBe("/success");
    await expectChargedOnce(world, order);
  });

test("two payment windows of one attempt are approved, and only one is charged", { tag: "@rows" }, async ({
  shopper,
  world,
}) => {
  const order = await shopper.orders();
  const ready = await shopper.getsReady(order);
  const [first, second] = [await shopper.approves(ready), await shopper.approves(ready)];

  const pages = await Promise.all([shopper.comesBack(first), shopper.comesBack(second)]);

  expect(pages.map(({ page }) => page)).toEqual(["/success", "/success"]);
  await expectChargedOnce(world, order);
});

test("a payment that returns to the success page itself is completed in the same way", async ({
  shopper,
  world,
}) => {
  const { order, approved } = await shopper.goesThroughTheWindow();

  const response = await shopper.request.get("/success", { params: { ...approved, paymentType: "NORMAL" } });

  expect(response.status()).toBe(200);
  const landed = new URL(response.url());
  expect(landed.pathname + landed.search).toBe(`/success?order_number=${order.order_number}`);
  await expectChargedOnce(world, order);
});

test("50 confirms at once ask the gateway once, and all get the same answer", { tag: "@rows" }, async ({
  shopper,
  world,
}) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  const { faults } = world.emulator;
  const held = await faults.add({ operation: "confirm", kind: "hold", orderId: approved.orderId });

  const asked = Promise.all(Array.from({ length: 50 }, () => shopper.confirms(approved)));
  await expect.poll(async () => (await faults.list()).find(({ id }) => id === held.id)?.holding).toBe(1);
  await faults.release(held.id);

  const bodies = await Promise.all((await asked).map((response) => answer(response, 200)));
  expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
  expect(bodies[0]).toMatchObject({ status: "paid", captured: order.amount, winner: true });
  expect(await confirmsOf(world, order)).toHaveLength(1);
  await expectChargedOnce(world, order);
});

test("a payment of an attempt that was never prepared leads to the shop's own page and asks the gateway nothing", async ({
  shopper,
  world,
}) => {
  const made = await world.emulator.payments.open({ orderId: "ORD-20260101-AAAAAA-1", amount: 29_000 });

  const response = await shopper.returns({ ...made });

  expect(landingOf(response)).toEqual({ page: "/fail", code: "order_not_found" });
  expect(await world.emulator.requests({ orderId: made.orderId })).toEqual([]);
});
