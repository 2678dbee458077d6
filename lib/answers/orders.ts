import type { z } from "zod";
import { type OrderListPosition, ordersOfSpan } from "@/db/order-list";
import { db } from "@/db/store";
import { type listOrders, ordersAtOnce } from "../contracts/order-list";
import { shownOrderStatus } from "../payments/view/present";

type Input = z.output<typeof listOrders.input>;

/** A page of orders for another server, newest first: at most `atOnce`. Amounts in minor units. */
export async function ordersFor(
  { status, created_from, created_before, after }: Input,
  atOnce = ordersAtOnce,
) {
  const found = await ordersOfSpan(
    db,
    {
      status,
      from: created_from === undefined ? undefined : new Date(created_from),
      before: created_before === undefined ? undefined : new Date(created_before),
    },
    after === undefined ? undefined : positionIn(after),
    atOnce,
  );
  const last = found.at(-1)?.order;
  const body: z.input<typeof listOrders.reply> = {
    orders: found.map(({ order, winner }) => ({
      order_number: order.number,
      reference: order.reference,
      order_name: order.name,
      status: shownOrderStatus(order, winner ?? undefined),
      amount: order.amount,
      refunded: winner?.refunded ?? 0,
      currency: order.currency,
      live: order.live,
      created_at: order.createdAt.toISOString(),
      paid_at: order.paidAt?.toISOString() ?? null,
      shipped_at: order.shippedAt?.toISOString() ?? null,
      expires_at: order.expiresAt.toISOString(),
    })),
    next: last && found.length === atOnce ? `${last.createdAt.getTime()}.${last.id}` : null,
  };
  return { body };
}

function positionIn(after: string): OrderListPosition {
  const [at = "", id = ""] = after.split(".");
  return { createdAt: new Date(Number(at)), id };
}
