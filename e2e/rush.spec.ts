import { expect, test } from "./fixtures";
import { faultsInBooks, stockAndSold } from "./kit/books";
import type { Order } from "./kit/shopper";
import { takenAtGateway } from "./kit/truth";
import { attemptOf, orderOf } from "./kit/wishes";
import type { World } from "./world";

const shoppers = 200;
const shelf = ["TEE-COOL", "MUG-DAWN", "BAG-ROUND"] as const;

/** The nth shopper's cart: one product, or two, or one of each, so that orders compete on every shelf. */
const cartOf = (n: number) =>
  shelf
    .map((_, k) => ({ sku: shelf[(n + k) % 3] ?? "", quantity: 1 + ((n + k) % 2) }))
    .slice(0, 1 + (n % 5 === 0 ? 2 : n % 3 === 0 ? 1 : 0));

test("200 shoppers buy at once: no server error, nothing lost or sold twice, each paid order charged once", {
  tag: "@rows",
}, async ({ engine, openWorld }) => {
  test.slow();
  const world = await openWorld({ instances: engine === "postgresql" ? 2 : 1 });
  const before = await stockAndSold(world);

  const purchases = await Promise.all(Array.from({ length: shoppers }, (_, n) => buys(world, n)));

  const answers = purchases.flatMap((purchase) => purchase.answers);
  expect(answers.filter(({ status, body }) => status >= 500 && body.code !== "overloaded")).toEqual([]);
  const waiting = "SELECT id FROM orders WHERE asking_payment_id IS NOT NULL";
  await expect.poll(() => world.sql(waiting)).toEqual([]);

  const standing = await world.sql("SELECT number, status FROM orders");
  const statusOf = new Map(standing.map(({ number, status }) => [number, status]));
  for (const { order, soldOut } of purchases) {
    expect(statusOf.get(order.order_number)).toBe(soldOut ? "open" : "paid");
    const taken = await takenAtGateway(world, order);
    expect(taken.map(({ totalAmount }) => totalAmount)).toEqual(soldOut ? [] : [order.amount]);
  }
  expect(purchases.some(({ soldOut }) => soldOut)).toBe(true);
  expect(await stockAndSold(world)).toEqual(before);
  expect(await faultsInBooks(world)).toEqual([]);
});

type Answer = { what: string; status: number; body: { code?: string } };

/** One shopper, from the cart to the answer, with each step at a different instance than the step before. */
async function buys(world: World, n: number) {
  const answers: Answer[] = [];
  const shopAt = (step: number) => (world.apps[(n + step) % world.apps.length] ?? world.apps[0]).url;
  const ask = async <T>(step: number, path: string, data: object, token?: string): Promise<T> => {
    for (;;) {
      const response = await fetch(shopAt(step) + path, {
        method: "POST",
        headers: { "content-type": "application/json", ...(token && { "order-token": token }) },
        body: JSON.stringify(data),
      });
      const body = await response.json();
      answers.push({ what: path, status: response.status, body });
      // Told that nothing was done, a shopper presses again.
      if (body.code !== "overloaded") return body;
    }
  };

  const order = await ask<Order>(0, "/orders", orderOf({ items: cartOf(n) }));
  const ready = await ask<{ code?: string; toss?: { order_id: string } }>(
    1,
    "/payments/toss/ready",
    attemptOf(order, shopAt(1)),
    order.access_token,
  );
  if (ready.toss) {
    const orderId = ready.toss.order_id;
    const { paymentKey } = await world.emulator.payments.open({ orderId, amount: order.amount });
    await ask(2, "/payments/toss/confirm", { paymentKey, orderId, amount: order.amount }, order.access_token);
  } else expect(ready.code).toBe("out_of_stock");
  return { order, answers, soldOut: !ready.toss };
}
