import { expect } from "playwright/test";
import type { StripeRequest } from "../../testing/stripe-emulator";
import type { World } from "../world";
import { attemptsOf, type Charged, standingOf, transfersOf } from "./truth";

/** Stripe, order and books agree: this order was charged once, in full. */
export async function expectChargedOnceByStripe(world: World, order: Charged) {
  const { amount } = order;
  const charge = { status: "succeeded", amount_captured: amount, amount_refunded: 0 };
  expect(await takenAtStripe(world, order)).toEqual([
    expect.objectContaining({
      status: "succeeded",
      amount,
      amount_received: amount,
      latest_charge: expect.objectContaining(charge),
    }),
  ]);
  // Its other surfaces are closed after that.
  await expect.poll(() => standingOf(world, order)).toEqual({ status: "paid", asking: 0, open_calls: 0 });
  expect(await transfersOf(world, order)).toEqual([{ debit: "receivable", credit: "sales", amount }]);
}

/** Stripe has none of the shopper's money, and the books agree. */
export async function expectNothingTakenByStripe(world: World, order: Charged) {
  expect(await takenAtStripe(world, order)).toEqual([]);
  expect(await transfersOf(world, order)).toEqual([]);
}

/** What Stripe reports as taken for any attempt of this order. */
export async function takenAtStripe(world: World, order: Charged) {
  const lists = await Promise.all(
    (await attemptsOf(world, order)).map((attempt) => world.stripe.intents.list(attempt)),
  );
  return lists.flat().filter((intent) => intent.amount_received > 0);
}

/** Every page that was ever opened for this order. */
export async function pagesOf(world: World, order: Charged) {
  const attempts = await attemptsOf(world, order);
  return (await Promise.all(attempts.map((attempt) => world.stripe.sessions.list(attempt)))).flat();
}

/** Every call from the shop to Stripe about this order, or every call of one kind. */
export async function askedOfStripe(world: World, order: Charged, operation?: StripeRequest["operation"]) {
  const attempts = await attemptsOf(world, order);
  const lists = attempts.map((orderId) =>
    world.stripe.requests({ orderId, ...(operation && { operation }) }),
  );
  return (await Promise.all(lists)).flat();
}

/** Stripe's fees, as Stripe reports them and as the books have them. */
export async function feesOf(world: World, order: Charged) {
  const posted = await world.sql(
    `SELECT t.amount FROM transfers t JOIN orders o ON o.id = t.order_id
     WHERE o.number = '${order.order_number}' AND t.cause = 'fee' ORDER BY t.at`,
  );
  const told = (await takenAtStripe(world, order)).map(
    ({ latest_charge: charge }) => charge?.balance_transaction?.fee,
  );
  return { told, posted: posted.map(({ amount }) => amount) };
}

/** The most recent attempt in this world, and its order. */
export async function newestAttempt(world: World) {
  const [row] = await world.sql(
    `SELECT p.gateway_order_id, o.number, o.amount FROM payments p JOIN orders o ON o.id = p.order_id
     ORDER BY p.created_at DESC LIMIT 1`,
  );
  return {
    orderId: String(row?.gateway_order_id),
    order: { order_number: String(row?.number), amount: Number(row?.amount) },
  };
}
