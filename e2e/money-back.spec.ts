import { expect, test } from "./fixtures";
import { answer, refusalOf } from "./kit/shopper";
import {
  expectChargedOnce,
  expectGivenBack,
  expectNothingTaken,
  takenAtGateway,
  timesTold,
} from "./kit/truth";
import { tShirt } from "./kit/wishes";

const minutes = 60_000;
const bag = (quantity: number) => ({ sku: "BAG-ROUND", quantity });

test("a card charged after its order was canceled is refunded automatically", {
  tag: "@rows",
}, async ({ shopper, world }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  await shopper.orders({ items: [{ ...tShirt, quantity: 2 }], replaces: order.order_number });
  expect(await shopper.standing(order)).toBe("canceled");

  await world.emulator.payments.take(approved);

  await expect
    .poll(() => shopper.status(order))
    .toMatchObject({ order: { status: "canceled" }, payments: [{ status: "refunded", winner: false }] });
  await expectGivenBack(world, order);
  expect(await refusalOf(await shopper.confirms(approved))).toEqual({ status: 409, code: "order_canceled" });
  expect(await timesTold(world, order, "refund_done")).toBe(1);
});

test("a charge for an expired order is honored while there is stock", { tag: "@rows" }, async ({
  shopper,
  world,
}) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  await world.letPass(60 * minutes, "shop");
  await expect.poll(() => shopper.standing(order)).toBe("expired");
  expect(await shopper.comesBack(approved)).toMatchObject({ page: "/fail", code: "order_expired" });
  await expectNothingTaken(world, order);

  await world.emulator.payments.take(approved);

  await expect.poll(() => shopper.standing(order)).toBe("paid");
  await expectChargedOnce(world, order);
});

test("a charge for an expired order that has sold out is refunded automatically", {
  tag: "@rows",
}, async ({ openWorld, newShopper }) => {
  const world = await openWorld();
  const [late, quick] = [await newShopper(world), await newShopper(world)];
  const [{ stock }] = (await world.sql("SELECT stock FROM products WHERE sku = 'BAG-ROUND'")) as [
    { stock: number },
  ];
  const { order, approved } = await late.goesThroughTheWindow({ items: [bag(1)] });
  await world.letPass(60 * minutes, "shop");
  await expect.poll(() => late.standing(order)).toBe("expired");
  const bought = await quick.goesThroughTheWindow({ items: [bag(stock)] });
  expect((await quick.comesBack(bought.approved)).page).toBe("/success");

  await world.emulator.payments.take(approved);

  await expect
    .poll(() => late.status(order))
    .toMatchObject({ order: { status: "expired" }, payments: [{ status: "refunded", winner: false }] });
  await expectGivenBack(world, order);
  await expectChargedOnce(world, bought.order);
  expect(await refusalOf(await late.confirms(approved))).toEqual({ status: 409, code: "out_of_stock" });
});

test("a second attempt that is charged too is refunded, and the order stays paid", {
  tag: "@rows",
}, async ({ shopper, world }) => {
  const { order, approved: first } = await shopper.goesThroughTheWindow();
  // A different return URL makes another attempt, as when a shopper starts again in another kind of tab.
  const elsewhere = await shopper.asksToPay(order, { fail_url: `${world.apps[0].url}/cart` });
  const second = await shopper.approves(await answer(elsewhere, 201));
  expect((await shopper.comesBack(second)).page).toBe("/success");

  await world.emulator.payments.take(first);

  await expect
    .poll(async () => (await shopper.status(order)).payments.map(({ status }) => status))
    .toEqual(["refunded", "paid"]);
  expect(await shopper.status(order)).toMatchObject({
    order: { status: "paid" },
    captured: order.amount,
    refunded: 0,
  });
  const taken = await takenAtGateway(world, order);
  expect(taken.map(({ status }) => status)).toEqual(["CANCELED", "DONE"]);
  expect(await refusalOf(await shopper.confirms(first))).toEqual({ status: 409, code: "order_already_paid" });
});

test("an order whose payment window is never finished expires, returns its stock and charges nothing", {
  tag: "@rows",
}, async ({ openWorld, newShopper }) => {
  const world = await openWorld();
  const shopper = await newShopper(world);
  const stock = () => world.sql("SELECT stock FROM products WHERE sku = 'BAG-ROUND'");
  const before = await stock();
  const order = await shopper.orders({ items: [bag(3)] });
  const ready = await shopper.getsReady(order);
  await shopper.opensWindow(ready);
  expect(await stock()).not.toEqual(before);

  // Half an hour later the window has expired, and ten minutes after the last change the order has.
  await world.letPass(31 * minutes);
  expect(await shopper.next(order)).toBe("pay");
  await world.letPass(20 * minutes);

  await expect.poll(() => shopper.standing(order)).toBe("expired");
  expect(await stock()).toEqual(before);
  expect(await refusalOf(await shopper.asksToPay(order))).toEqual({ status: 409, code: "order_expired" });
  await expectNothingTaken(world, order);
});
