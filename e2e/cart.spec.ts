import { randomUUID } from "node:crypto";
import { expect, test } from "./fixtures";
import { answer, type Order, refusalOf } from "./kit/shopper";
import { confirmsOf, expectChargedOnce, expectNothingTaken } from "./kit/truth";
import { tShirt } from "./kit/wishes";

test("one cart in two tabs makes one order, one attempt and one charge", { tag: "@rows" }, async ({
  shopper,
  world,
}) => {
  const cart = randomUUID();
  const answers = await Promise.all([shopper.asksForOrder({ cart }), shopper.asksForOrder({ cart })]);
  const [order, again] = await Promise.all(answers.map((response) => answer<Order>(response, 201)));
  if (!order || !again) throw new Error("A tab got no answer.");
  expect(again).toEqual(order);
  const replayed = answers.filter((response) => response.headers()["idempotent-replayed"] === "true");
  expect(replayed).toHaveLength(1);

  const [left, right] = await Promise.all([shopper.getsReady(order), shopper.getsReady(again)]);
  expect(right.toss).toEqual(left.toss);
  const approved = [await shopper.approves(left), await shopper.approves(right)];
  const pages = await Promise.all(approved.map((payment) => shopper.comesBack(payment)));

  expect(pages.map(({ page }) => page)).toEqual(["/success", "/success"]);
  await expectChargedOnce(world, order);
});

test("a cart that is ordered again after it was paid returns the same order", { tag: "@rows" }, async ({
  shopper,
  world,
}) => {
  const cart = randomUUID();
  const { order, approved } = await shopper.goesThroughTheWindow({ cart });
  await shopper.comesBack(approved);

  const again = await shopper.orders({ cart });

  expect(again).toMatchObject({ order_number: order.order_number, status: "paid" });
  expect(await refusalOf(await shopper.asksToPay(again))).toEqual({
    status: 409,
    code: "order_already_paid",
  });
  await expectChargedOnce(world, order);
});

test("a changed cart makes a new order, and the payment window of the first one charges nothing", {
  tag: "@rows",
}, async ({ shopper, world }) => {
  const { order: before, approved } = await shopper.goesThroughTheWindow();

  const after = await shopper.orders({
    items: [{ ...tShirt, quantity: 2 }],
    replaces: before.order_number,
  });

  expect(await shopper.standing(before)).toBe("canceled");
  expect(await shopper.comesBack(approved)).toMatchObject({ page: "/fail", code: "order_canceled" });
  expect(await confirmsOf(world, before)).toEqual([]);
  await expectNothingTaken(world, before);
  expect((await shopper.comesBack(await shopper.approves(await shopper.getsReady(after)))).page).toBe(
    "/success",
  );
  await expectChargedOnce(world, after);
});

test("a cart that changes while its order is being authorized waits for the answer", {
  tag: "@rows",
}, async ({ shopper, world }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  const { faults } = world.emulator;
  const held = await faults.add({ operation: "confirm", kind: "hold_before", orderId: approved.orderId });
  const confirmed = shopper.confirms(approved);
  await expect.poll(() => shopper.next(order)).toBe("wait");

  const changed = await shopper.asksForOrder({
    items: [{ ...tShirt, quantity: 2 }],
    replaces: order.order_number,
  });

  expect(await refusalOf(changed)).toEqual({ status: 409, code: "payment_in_progress" });
  expect(await refusalOf(await shopper.asksToPay(order))).toEqual({
    status: 409,
    code: "payment_in_progress",
  });
  await faults.release(held.id);
  await answer(await confirmed, 200);
  await expectChargedOnce(world, order);
});

test("a cart key with a different body is refused, and no order is made", { tag: "@rows" }, async ({
  shopper,
  world,
}) => {
  const cart = randomUUID();
  await shopper.orders({ cart });
  const [before] = await world.sql("SELECT count(*) AS orders FROM orders");

  const other = await shopper.asksForOrder({ cart, items: [{ ...tShirt, quantity: 3 }] });

  expect(await refusalOf(other)).toEqual({ status: 422, code: "idempotency_key_reused" });
  expect(await world.sql("SELECT count(*) AS orders FROM orders")).toEqual([before]);
});
