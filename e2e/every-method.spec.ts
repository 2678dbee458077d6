import type { NewFault } from "../testing/toss-emulator";
import { expect, test } from "./fixtures";
import { type Approved, answer, type Order, refusalOf, type Shopper } from "./kit/shopper";
import { confirmsOf, expectChargedOnce, expectNothingTaken } from "./kit/truth";
import { mobile, transfer, virtualAccount, type Way, wallets } from "./kit/ways";
import type { World } from "./world";

// What can go wrong with a card can go wrong with any other method: the order is still charged once.
const ways = [transfer, mobile, ...wallets.slice(0, 1), ...wallets.slice(-1), virtualAccount];

/** What the network does to the shop's request, and whether a look is needed to learn the result. */
const faults: { kind: NewFault["kind"]; what: string }[] = [
  { kind: "drop_before", what: "the connection drops before the gateway gets the request" },
  { kind: "drop_after", what: "the connection drops before the answer" },
  { kind: "error_after", what: "the gateway acts and answers 500" },
  { kind: "malformed", what: "the answer breaks off" },
  { kind: "in_progress", what: "the gateway says that the request is still running" },
  { kind: "wrong_amount", what: "the first answer names another amount" },
];

for (const way of ways) {
  const pays = (shopper: Shopper) => shopper.goesThroughTheWindow({}, way.choice, way.method);

  test(`paid ${way.what}, an order is charged once whatever the network does`, { tag: "@rows" }, async ({
    newShopper,
    world,
  }) => {
    const purchases = await Promise.all(
      faults.map(async ({ kind, what }) => {
        const shopper = await newShopper();
        const { order, approved } = await pays(shopper);
        await world.emulator.faults.add({ operation: "confirm", kind, orderId: approved.orderId });
        return { what, shopper, order, landing: await shopper.comesBack(approved) };
      }),
    );
    await world.letPass(minute);

    for (const { what, shopper, order, landing } of purchases)
      await test.step(what, async () => {
        expect(landing).toEqual({ page: "/success", order_number: order.order_number });
        await expectPaid(world, shopper, order, way);
      });
  });

  test(`paid ${way.what}, a late answer still counts`, async ({ shopper, world }) => {
    const { order, approved } = await pays(shopper);
    const { orderId } = approved;
    const held = await world.emulator.faults.add({ operation: "confirm", kind: "hold_before", orderId });

    expect((await shopper.comesBack(approved)).page).toBe("/success");
    expect(await shopper.next(order)).toBe("wait");
    await world.emulator.faults.release(held.id);

    await expectPaid(world, shopper, order, way);
  });

  test(`paid ${way.what}, a changed amount moves no money, and the true amount pays`, async ({
    shopper,
    world,
  }) => {
    const { order, approved } = await pays(shopper);
    const changed: Approved = { ...approved, amount: 200 };

    expect(await shopper.comesBack(changed)).toMatchObject({ page: "/fail", code: "amount_mismatch" });
    expect(await refusalOf(await shopper.confirms(changed))).toEqual({
      status: 409,
      code: "amount_mismatch",
    });

    expect(await confirmsOf(world, order)).toEqual([]);
    await expectNothingTaken(world, order);
    await answer(await shopper.confirms(approved), 200);
    await expectPaid(world, shopper, order, way);
  });

  test(`paid ${way.what}, two tabs, a stranger's browser and three reloads make one charge`, {
    tag: "@rows",
  }, async ({ shopper, newShopper, world }) => {
    const { order, approved } = await pays(shopper);
    const stranger = await newShopper();
    const landing = { page: "/success", order_number: order.order_number };

    const landings = await Promise.all([
      shopper.comesBack(approved),
      shopper.comesBack(approved),
      stranger.comesBack(approved),
    ]);
    expect(landings).toEqual([landing, landing, landing]);
    for (let visit = 1; visit <= 3; visit++) expect(await shopper.comesBack(approved)).toEqual(landing);

    expect(await confirmsOf(world, order)).toHaveLength(1);
    await expectPaid(world, shopper, order, way);
  });
}

const minute = 60_000;

/** Paid automatically, or by the awaited deposit, and charged once. */
async function expectPaid(world: World, shopper: Shopper, order: Order, { method }: Way) {
  if (method === "VIRTUAL_ACCOUNT") {
    await expect.poll(() => shopper.standing(order)).toBe("waiting_for_deposit");
    await expectNothingTaken(world, order);
    const { payments } = await shopper.status(order);
    const [account] = await world.emulator.payments.list(payments[0]?.gateway_order_id ?? "");
    await world.emulator.payments.deposit(account?.paymentKey ?? "");
  }
  await expect.poll(() => shopper.standing(order)).toBe("paid");
  await expectChargedOnce(world, order);
}
