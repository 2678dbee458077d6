import { and, eq, exists, inArray, ne, sql } from "drizzle-orm";
import { orderItems, orders, payments } from "./schema";
import type { Reader } from "./store";

/** What orders hold that are not paid and that this network began to pay, but for one of them: a row for each line. */
export const heldUnpaidBy = (db: Reader, network: string, exceptOrderId: string) =>
  db
    .select({ orderId: orders.id, sku: orderItems.sku, quantity: orderItems.quantity })
    .from(orders)
    .innerJoin(orderItems, eq(orderItems.orderId, orders.id))
    .where(
      and(
        inArray(orders.status, ["open", "waiting_for_deposit"]),
        eq(orders.stockTaken, true),
        ne(orders.id, exceptOrderId),
        exists(
          db
            .select({ id: payments.id })
            .from(payments)
            .where(
              and(
                eq(payments.orderId, orders.id),
                eq(sql`substr(${payments.openedFrom}, 1, ${network.length})`, network),
              ),
            ),
        ),
      ),
    );
