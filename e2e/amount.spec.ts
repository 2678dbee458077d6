import { expect, test } from "./fixtures";
import { answer, refusalOf } from "./kit/shopper";
import {
  confirmsOf,
  expectChargedOnce,
  expectNothingTaken,
  takenAtGateway,
  timesTold,
  transfersOf,
} from "./kit/truth";

test("a changed amount in the return address is refused, and no money moves", async ({ shopper, world }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();

  expect(await shopper.comesBack({ ...approved, amount: 100 })).toEqual({
    page: "/fail",
    code: "amount_mismatch",
    order_number: order.order_number,
  });
  expect(await refusalOf(await shopper.confirms({ ...approved, amount: 100 }))).toEqual({
    status: 409,
    code: "amount_mismatch",
  });

  expect(await confirmsOf(world, order)).toEqual([]);
  await expectNothingTaken(world, order);
  await answer(await shopper.confirms(approved), 200);
  await expectChargedOnce(world, order);
});

test("a changed amount in the gateway's widget is refused, and the true amount pays", async ({
  shopper,
  world,
}) => {
  const order = await shopper.orders();
  const ready = await shopper.getsReady(order);
  const cheap = await shopper.approves(ready, { amount: 100 });

  expect(await shopper.comesBack(cheap)).toMatchObject({ page: "/fail", code: "amount_mismatch" });
  expect(await refusalOf(await shopper.confirms(cheap))).toEqual({ status: 409, code: "amount_mismatch" });

  await expectNothingTaken(world, order);
  expect((await shopper.comesBack(await shopper.approves(ready))).page).toBe("/success");
  await expectChargedOnce(world, order);
});

test("a shopper who approves 100 won and claims the full price pays nothing and gets nothing", async ({
  shopper,
  world,
}) => {
  const order = await shopper.orders();
  const cheap = await shopper.approves(await shopper.getsReady(order), { amount: 100 });

  const claimed = await shopper.confirms({ ...cheap, amount: order.amount });

  expect(await refusalOf(claimed)).toEqual({ status: 409, code: "payment_not_authenticated" });
  expect(await shopper.next(order)).toBe("pay");
  await expectNothingTaken(world, order);
  expect((await shopper.comesBack(await shopper.approves(await shopper.getsReady(order)))).page).toBe(
    "/success",
  );
  await expectChargedOnce(world, order);
});

test("a wrong amount in the gateway's first answer is checked again before anybody is alarmed", async ({
  shopper,
  world,
}) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  await world.emulator.faults.add({ operation: "confirm", kind: "wrong_amount", orderId: approved.orderId });

  expect((await shopper.comesBack(approved)).page).toBe("/success");

  await expectChargedOnce(world, order);
});

test("a wrong amount in every answer puts the payment in review, and nothing else happens to it", {
  tag: "@rows",
}, async ({ shopper, world }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  const fault = { operation: "any", kind: "wrong_amount", times: null, orderId: approved.orderId } as const;
  await world.emulator.faults.add(fault);

  expect(await shopper.comesBack(approved)).toEqual({
    page: "/fail",
    code: "payment_in_review",
    order_number: order.order_number,
  });

  expect(await refusalOf(await shopper.confirms(approved))).toEqual({
    status: 409,
    code: "payment_in_review",
  });
  expect(await shopper.status(order)).toMatchObject({
    order: { status: "in_review" },
    payments: [{ status: "in_review", winner: false }],
    next: { action: "contact_shop" },
  });
  expect(await refusalOf(await shopper.asksToPay(order))).toEqual({ status: 409, code: "order_in_review" });
  expect(await transfersOf(world, order)).toEqual([
    { debit: "receivable", credit: "suspense", amount: order.amount + 1000 },
  ]);
  expect(await takenAtGateway(world, order)).toHaveLength(1);
  expect(await timesTold(world, order, "payment_held")).toBe(1);
});
