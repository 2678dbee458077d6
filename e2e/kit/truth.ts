import { expect } from "playwright/test";
import type { World } from "../world";
import { causedByRequests } from "./books";
import type { Order as WholeOrder } from "./shopper";

/** The part of an order that concerns its money. */
export type Charged = Pick<WholeOrder, "order_number" | "amount">;

/** Gateway, order and books agree: this order was charged once, in full. */
export async function expectChargedOnce(world: World, order: Charged) {
  const payments = await takenAtGateway(world, order);
  expect(payments).toEqual([
    expect.objectContaining({ status: "DONE", totalAmount: order.amount, balanceAmount: order.amount }),
  ]);
  expect(await confirmsOf(world, order).then(acted)).toHaveLength(1);
  expect(await standingOf(world, order)).toEqual({ status: "paid", asking: 0, open_calls: 0 });
  expect(await transfersOf(world, order)).toEqual([
    { debit: "receivable", credit: "sales", amount: order.amount },
  ]);
}

/** The gateway has none of the shopper's money, and the books agree. */
export async function expectNothingTaken(world: World, order: Charged) {
  expect(await takenAtGateway(world, order)).toEqual([]);
  expect(await transfersOf(world, order)).toEqual([]);
}

/** Money was taken that the order could not use, and all of it was refunded. */
export async function expectGivenBack(world: World, order: Charged) {
  const payments = await takenAtGateway(world, order);
  expect(payments).toEqual([expect.objectContaining({ status: "CANCELED", balanceAmount: 0 })]);
  expect(payments[0]?.cancels).toHaveLength(1);
  expect(await transfersOf(world, order)).toEqual([
    { debit: "receivable", credit: "shopper", amount: order.amount },
    { debit: "shopper", credit: "receivable", amount: order.amount },
  ]);
}

/** What the gateway reports as taken for any attempt of this order. */
export async function takenAtGateway(world: World, order: Charged) {
  const lists = await Promise.all(
    (await attemptsOf(world, order)).map((attempt) => world.emulator.payments.list(attempt)),
  );
  return lists.flat().filter((payment) => payment.approvedAt !== null);
}

/** Every request to the gateway to take money for this order. */
export async function confirmsOf(world: World, order: Charged) {
  const lists = await Promise.all(
    (await attemptsOf(world, order)).map((orderId) =>
      world.emulator.requests({ orderId, operation: "confirm" }),
    ),
  );
  return lists.flat();
}

const acted = (requests: { acted: boolean }[]) => requests.filter((request) => request.acted);

/** The name of each attempt of this order at its gateway. */
export async function attemptsOf(world: World, { order_number }: Charged) {
  const rows = await world.sql(
    `SELECT p.gateway_order_id FROM payments p JOIN orders o ON o.id = p.order_id
     WHERE o.number = '${order_number}' ORDER BY p.attempt`,
  );
  return rows.map((row) => String(row.gateway_order_id));
}

/** What moved the order's money. Fees and payouts are left out: they come with the night, whenever that is. */
export const transfersOf = (world: World, { order_number }: Charged) =>
  world.sql(
    `SELECT t.debit, t.credit, t.amount FROM transfers t JOIN orders o ON o.id = t.order_id
     WHERE o.number = '${order_number}' AND ${causedByRequests("t.cause")} ORDER BY t.at, t.cause`,
  );

/** The order's stored status, and what is still in progress for it. */
export async function standingOf(world: World, { order_number }: Charged) {
  const [row] = await world.sql(
    `SELECT o.status,
       CASE WHEN o.asking_payment_id IS NULL THEN 0 ELSE 1 END AS asking,
       (SELECT count(*) FROM calls c JOIN payments p ON p.id = c.payment_id
        WHERE p.order_id = o.id AND c.state = 'open') AS open_calls
     FROM orders o WHERE o.number = '${order_number}'`,
  );
  return row;
}

/** How often an event of this kind happened to the order. */
export async function timesTold(world: World, { order_number }: Charged, kind: string) {
  const rows = await world.sql(
    `SELECT e.id FROM payment_events e JOIN orders o ON o.id = e.order_id
     WHERE o.number = '${order_number}' AND e.kind = '${kind}'`,
  );
  return rows.length;
}
