import { and, asc, desc, eq, gt, inArray, or } from "drizzle-orm";
import { orders, payments } from "./schema";
import type { Reader } from "./store";

/** Attempts to pay these orders that were declined, the newest first. */
export const declinedSince = (db: Reader, orderIds: string[], since: Date, limit: number) =>
  db
    .select({ at: payments.createdAt })
    .from(payments)
    .where(
      and(inArray(payments.orderId, orderIds), eq(payments.status, "failed"), gt(payments.createdAt, since)),
    )
    .orderBy(desc(payments.createdAt))
    .limit(limit);

/** Those of these orders that hold stock or can still be paid, the oldest first. */
export const unpaidAmong = (db: Reader, orderIds: string[], now: Date) =>
  db
    .select({ number: orders.number })
    .from(orders)
    .where(
      and(
        inArray(orders.id, orderIds),
        or(
          eq(orders.status, "waiting_for_deposit"),
          and(eq(orders.status, "open"), gt(orders.expiresAt, now)),
        ),
      ),
    )
    .orderBy(asc(orders.createdAt));
