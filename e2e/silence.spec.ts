import { expect, test } from "./fixtures";
import { answer } from "./kit/shopper";
import { confirmsOf, expectChargedOnce, expectNothingTaken, timesTold } from "./kit/truth";

const seconds = 1_000;
const minutes = 60_000;

test("an answer that takes 20 seconds keeps nobody waiting and charges once", async ({ shopper, world }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  const { orderId } = approved;
  await world.emulator.faults.add({ operation: "confirm", kind: "slow", delay_ms: 20 * seconds, orderId });

  const confirmed = shopper.confirms(approved);
  expect((await shopper.comesBack(approved)).page).toBe("/success");
  expect(await shopper.next(order)).toBe("wait");
  expect(await answer(await confirmed, 202)).toMatchObject({ status: "confirming" });

  await expect.poll(() => shopper.standing(order)).toBe("paid");
  await expectChargedOnce(world, order);
});

test("while a gateway is away for three minutes the page says that it is checking, and then shows the result", async ({
  shopper,
  world,
}) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  const { orderId } = approved;
  const away = await world.emulator.faults.add({ operation: "any", kind: "away", times: null, orderId });

  expect(await shopper.comesBack(approved)).toEqual({ page: "/success", order_number: order.order_number });
  for (let minute = 1; minute <= 3; minute++) {
    const asked = (await world.emulator.requests({ orderId })).length;
    await world.letPass(minutes);
    // The shop has retried before the next minute passes.
    await expect.poll(async () => (await world.emulator.requests({ orderId })).length).toBeGreaterThan(asked);
    expect(await shopper.status(order)).toMatchObject({
      order: { status: "open" },
      next: { action: "wait" },
    });
  }
  const page = await shopper.request.get("/success", { params: { order_number: order.order_number } });
  expect(await page.text()).toContain("확인하고 있어요. 다시 결제하지 마세요.");
  expect(await timesTold(world, order, "confirm_unknown")).toBe(1);

  await world.emulator.faults.remove(away.id);
  await world.letPass(minutes);

  await expect.poll(() => shopper.standing(order)).toBe("paid");
  await expectChargedOnce(world, order);
  expect(new Set((await confirmsOf(world, order)).map((confirm) => confirm.idempotencyKey)).size).toBe(1);
});

test("a gateway returns after the approval has expired: nothing was charged, and the order can be paid", async ({
  shopper,
  world,
}) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  const { orderId } = approved;
  const away = await world.emulator.faults.add({ operation: "any", kind: "away", times: null, orderId });
  await shopper.comesBack(approved);

  await world.letPass(11 * minutes);
  expect(await shopper.next(order)).toBe("wait");
  await world.emulator.faults.remove(away.id);
  await world.letPass(minutes);

  await expect.poll(() => shopper.next(order)).toBe("pay");
  await expectNothingTaken(world, order);
  const again = await shopper.approves(await shopper.getsReady(order));
  expect((await shopper.comesBack(again)).page).toBe("/success");
  await expectChargedOnce(world, order);
});

test("a gateway that stays silent never makes an order expire during a payment", {
  tag: "@rows",
}, async ({ shopper, world }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  const { orderId } = approved;
  await world.emulator.webhooks.pause(true, orderId);
  await world.emulator.faults.add({ operation: "confirm", kind: "drop_after", orderId });
  const away = await world.emulator.faults.add({ operation: "look", kind: "away", times: null, orderId });
  await shopper.comesBack(approved);

  await world.letPass(24 * 60 * minutes);
  const looks = (await world.emulator.requests({ orderId, operation: "look" })).length;
  await expect
    .poll(async () => (await world.emulator.requests({ orderId, operation: "look" })).length)
    .toBeGreaterThan(looks);
  expect(await shopper.status(order)).toMatchObject({ order: { status: "open" }, next: { action: "wait" } });

  await world.emulator.faults.remove(away.id);
  await world.letPass(60 * minutes);
  await expect.poll(() => shopper.standing(order)).toBe("paid");
  await expectChargedOnce(world, order);
});
