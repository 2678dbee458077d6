import { and, asc, count, desc, eq, gt, inArray, or } from "drizzle-orm";
import { type EventKind, orders, type Payment, paymentEvents, payments } from "./schema";
import type { Reader } from "./store";

/** The events for a decline: one that ended the attempt, and one after which another card may still pay. */
const declines: EventKind[] = ["payment_failed", "payment_refused"];

/** Declines of these orders' payments through one gateway, newest first. */
export const declinedSince = (
  db: Reader,
  orderIds: string[],
  gateway: Payment["gateway"],
  since: Date,
  limit: number,
) =>
  db
    .select({ at: paymentEvents.at })
    .from(paymentEvents)
    .innerJoin(payments, eq(payments.id, paymentEvents.paymentId))
    .where(
      and(
        eq(payments.gateway, gateway),
        inArray(paymentEvents.orderId, orderIds),
        inArray(paymentEvents.kind, declines),
        gt(paymentEvents.at, since),
      ),
    )
    .orderBy(desc(paymentEvents.at))
    .limit(limit);

/** How many cards were declined in an attempt that stayed open. */
export const countRefusals = async (db: Reader, paymentId: string) =>
  (
    await db
      .select({ n: count() })
      .from(paymentEvents)
      .where(and(eq(paymentEvents.paymentId, paymentId), eq(paymentEvents.kind, "payment_refused")))
  )[0]?.n ?? 0;

/**
 * The shop's own orders among these that hold stock or can still be paid, oldest first. One from another server holds no
 * stock, and its shopper did not make it.
 */
export const unpaidAmong = (db: Reader, orderIds: string[], now: Date) =>
  db
    .select({ number: orders.number })
    .from(orders)
    .where(
      and(
        inArray(orders.id, orderIds),
        eq(orders.source, "shop"),
        or(
          eq(orders.status, "waiting_for_deposit"),
          and(eq(orders.status, "open"), gt(orders.expiresAt, now)),
        ),
      ),
    )
    .orderBy(asc(orders.createdAt));
