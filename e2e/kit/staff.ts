import { request as http } from "playwright/test";
import type { World } from "../world";
import { hire, send } from "./desk";
import type { Order } from "./shopper";

type Numbered = Pick<Order, "order_number">;

/** Staff mark an order as shipped. */
export const sendsOff = async (world: World, { order_number }: Numbered) =>
  bySupport(world, "orders/ship", {
    order: await idIn(world, `SELECT id FROM orders WHERE number = '${order_number}'`),
    shipped: true,
  });

/** Staff decline a shopper's cancellation request, with a reason. */
export const declines = async (world: World, { order_number }: Numbered, answer: string) =>
  bySupport(world, "cancel-requests/decline", {
    request: await idIn(
      world,
      `SELECT c.id FROM cancel_requests c JOIN orders o ON o.id = c.order_id WHERE o.number = '${order_number}'
       ORDER BY c.created_at DESC LIMIT 1`,
    ),
    answer,
  });

async function bySupport(world: World, operation: string, data: object) {
  const request = await http.newContext();
  try {
    await hire(world, "support", request);
    const answer = await send(request, world.apps[0], operation, data);
    if (!answer.ok()) throw new Error(`The desk answered ${answer.status()}: ${await answer.text()}`);
  } finally {
    await request.dispose();
  }
}

const idIn = async (world: World, sql: string) => String((await world.sql(sql))[0]?.id);
