import { and, asc, desc, eq, gt, inArray, or } from "drizzle-orm";
import { type EventKind, orders, paymentEvents } from "./schema";
import type { Reader } from "./store";

/** How a decline is told: of an attempt that ended with it, and of one that another card may still pay. */
const declines: EventKind[] = ["payment_failed", "payment_refused"];

/** Declines of these orders' payments, the newest first. */
export const declinedSince = (db: Reader, orderIds: string[], since: Date, limit: number) =>
  db
    .select({ at: paymentEvents.at })
    .from(paymentEvents)
    .where(
      and(
        inArray(paymentEvents.orderId, orderIds),
        inArray(paymentEvents.kind, declines),
        gt(paymentEvents.at, since),
      ),
    )
    .orderBy(desc(paymentEvents.at))
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
