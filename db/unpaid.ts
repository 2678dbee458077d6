import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { orderItems, orders, payments } from "./schema";
import type { Reader } from "./store";

/**
 * What unpaid orders hold that this network began to pay, except one order: one row for each line and each opener of
 * its order.
 */
export const heldUnpaidBy = (db: Reader, network: string, exceptOrderId: string) =>
  db
    .selectDistinct({
      orderId: orders.id,
      sku: orderItems.sku,
      quantity: orderItems.quantity,
      openedFrom: payments.openedFrom,
    })
    .from(orders)
    .innerJoin(orderItems, eq(orderItems.orderId, orders.id))
    .innerJoin(payments, eq(payments.orderId, orders.id))
    .where(
      and(
        inArray(orders.status, ["open", "waiting_for_deposit"]),
        eq(orders.stockTaken, true),
        eq(orderItems.fromStock, true),
        ne(orders.id, exceptOrderId),
        eq(sql`substr(${payments.openedFrom}, 1, ${network.length})`, network),
      ),
    );
