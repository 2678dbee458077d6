import type { NewFault } from "../testing/toss-emulator";
import { expect, test } from "./fixtures";
import { type Approved, answer, refusalOf } from "./kit/shopper";
import { confirmsOf, expectChargedOnce, expectNothingTaken, timesTold } from "./kit/truth";

type Ending = {
  what: string;
  fault: Pick<NewFault, "kind" | "code">;
  /** How often the gateway is asked to take the money, and under how many keys, until the result is known. */
  asks: number;
  keys: number;
};

const endings: Ending[] = [
  { what: "drops the connection before acting", fault: { kind: "drop_before" }, asks: 2, keys: 1 },
  { what: "drops the connection after acting", fault: { kind: "drop_after" }, asks: 1, keys: 1 },
  { what: "answers 500 after acting", fault: { kind: "error_after" }, asks: 1, keys: 1 },
  { what: "answers half a JSON document after acting", fault: { kind: "malformed" }, asks: 1, keys: 1 },
  { what: "says that the same request is still running", fault: { kind: "in_progress" }, asks: 2, keys: 1 },
  {
    what: "answers 500 without acting, and always would for that key",
    fault: { kind: "error", code: "FAILED_INTERNAL_SYSTEM_PROCESSING" },
    asks: 2,
    keys: 2,
  },
  {
    what: "reports an error of its provider without acting",
    fault: { kind: "error", code: "PROVIDER_ERROR" },
    asks: 2,
    keys: 2,
  },
];

for (const { what, fault, asks, keys } of endings)
  test(`a gateway that ${what} leaves the order paid and charged once`, { tag: "@rows" }, async ({
    shopper,
    world,
  }) => {
    const { order, approved } = await shopper.goesThroughTheWindow();
    await world.emulator.faults.add({ operation: "confirm", orderId: approved.orderId, ...fault });

    await shopper.comesBack(approved);

    await expect.poll(() => shopper.standing(order)).toBe("paid");
    await expectChargedOnce(world, order);
    const confirms = await confirmsOf(world, order);
    expect(confirms).toHaveLength(asks);
    expect(new Set(confirms.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(keys);
  });

test("a gateway answers 500 after acting and cannot be asked: the payment is paid once it can", async ({
  shopper,
  world,
}) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  const { orderId } = approved;
  await world.emulator.webhooks.pause(true, orderId);
  await world.emulator.faults.add({ operation: "confirm", kind: "error_after", orderId });
  const mute = await world.emulator.faults.add({ operation: "look", kind: "away", times: null, orderId });

  expect((await shopper.comesBack(approved)).page).toBe("/success");
  expect(await shopper.next(order)).toBe("wait");
  await world.emulator.faults.remove(mute.id);
  await world.letPass(20_000);

  await expect.poll(() => shopper.standing(order)).toBe("paid");
  await expectChargedOnce(world, order);
  expect(await confirmsOf(world, order)).toHaveLength(1);
  expect(await timesTold(world, order, "confirm_unknown")).toBe(1);
  await world.emulator.webhooks.pause(false, orderId);
});

test("a made-up payment key does not block the attempt, which can then be paid", {
  tag: "@rows",
}, async ({ shopper, world }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  const madeUp: Approved = { ...approved, paymentKey: "tgen_20261121madeup" };

  expect(await shopper.comesBack(madeUp)).toMatchObject({ page: "/fail", code: "payment_not_authenticated" });
  expect(await refusalOf(await shopper.confirms(madeUp))).toEqual({
    status: 409,
    code: "payment_not_authenticated",
  });

  expect(await shopper.next(order)).toBe("pay");
  await expectNothingTaken(world, order);
  await answer(await shopper.confirms(approved), 200);
  await expectChargedOnce(world, order);
});

test("somebody else's payment key pays no order", async ({ shopper, newShopper, world }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  const thief = await newShopper();
  const { order: wanted, approved: own } = await thief.goesThroughTheWindow();

  const stolen = await thief.confirms({ ...own, paymentKey: approved.paymentKey });

  expect(await refusalOf(stolen)).toMatchObject({ status: 409 });
  await expectNothingTaken(world, wanted);
  await expectNothingTaken(world, order);
  await answer(await shopper.confirms(approved), 200);
  await expectChargedOnce(world, order);
});

for (const [card, code] of [
  ["insufficient_balance", "REJECT_CARD_PAYMENT"],
  ["lost_or_stolen", "INVALID_CARD_LOST_OR_STOLEN"],
] as const)
  test(`a declined card (${card}) leaves the order open, and another card pays it`, async ({
    shopper,
    world,
  }) => {
    const { order, approved } = await shopper.goesThroughTheWindow({}, { card });

    expect(await shopper.comesBack(approved)).toMatchObject({ page: "/fail", code });
    const again = await shopper.confirms(approved);
    expect(await refusalOf(again)).toEqual({ status: 402, code: "payment_declined" });
    expect(await again.json()).toMatchObject({ gateway_code: code });
    await expectNothingTaken(world, order);

    const { payment, toss } = await shopper.getsReady(order);
    expect(payment.status).toBe("ready");
    expect(toss.order_id).not.toBe(approved.orderId);
    const other = await shopper.approves(await shopper.getsReady(order));
    expect((await shopper.comesBack(other)).page).toBe("/success");
    await expectChargedOnce(world, order);
  });
