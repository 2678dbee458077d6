import { and, desc, eq, getTableColumns, gte, lt, or } from "drizzle-orm";
import { type Order, orders, payments } from "./schema";
import type { Reader } from "./store";

export type OrderListPosition = { createdAt: Date; id: string };

export type OrderSpan = {
  status?: Order["status"] | undefined;
  /** Created at or after. */
  from?: Date | undefined;
  /** Created before. */
  before?: Date | undefined;
};

/** Orders for another server, newest first, each with the amounts of the payment that pays it, in minor units. */
export const ordersOfSpan = (
  db: Reader,
  { status, from, before }: OrderSpan,
  after: OrderListPosition | undefined,
  limit: number,
) =>
  db
    .select({
      order: getTableColumns(orders),
      winner: { captured: payments.captured, refunded: payments.refunded },
    })
    .from(orders)
    .leftJoin(payments, eq(payments.id, orders.winnerPaymentId))
    .where(
      and(
        status && eq(orders.status, status),
        from && gte(orders.createdAt, from),
        before && lt(orders.createdAt, before),
        after &&
          or(
            lt(orders.createdAt, after.createdAt),
            and(eq(orders.createdAt, after.createdAt), lt(orders.id, after.id)),
          ),
      ),
    )
    .orderBy(desc(orders.createdAt), desc(orders.id))
    .limit(limit);
