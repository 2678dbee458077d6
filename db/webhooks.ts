import { and, asc, desc, eq, inArray, isNotNull, isNull, lt, lte, ne, or, type SQL, sql } from "drizzle-orm";
import {
  type Order,
  orders,
  type PaymentEvent,
  paymentEvents,
  type WebhookDelivery,
  type WebhookEndpoint,
  webhookDeliveries,
  webhookEndpoints,
} from "./schema";
import type { Reader, Tx } from "./store";

export const insertEndpoint = async (tx: Tx, row: typeof webhookEndpoints.$inferInsert) => {
  await tx.insert(webhookEndpoints).values(row);
};

/** The endpoints that were not removed, oldest first. */
export const endpoints = (db: Reader) =>
  db
    .select()
    .from(webhookEndpoints)
    .where(isNull(webhookEndpoints.removedAt))
    .orderBy(asc(webhookEndpoints.createdAt), asc(webhookEndpoints.id));

export const endpointById = async (db: Reader, id: string): Promise<WebhookEndpoint | undefined> =>
  (await db.select().from(webhookEndpoints).where(eq(webhookEndpoints.id, id)))[0];

type Values = Partial<Omit<WebhookEndpoint, "id" | "previousSecret">> & {
  previousSecret?: string | null | SQL<string>;
};

/** Writes to an endpoint; undefined if there is none with this ID, or it was removed. */
export const writeEndpoint = async (tx: Tx, id: string, values: Values) =>
  (
    await tx
      .update(webhookEndpoints)
      .set(values)
      .where(and(eq(webhookEndpoints.id, id), isNull(webhookEndpoints.removedAt)))
      .returning()
  )[0];

// As literals, so that the partial indexes are used.
const isUntold = sql`${paymentEvents.untold}`;

/** An event that other servers have not been told yet, with its order. */
export type Untold = {
  event: PaymentEvent;
  order: Pick<Order, "number" | "reference" | "amount" | "currency" | "live">;
};

/** Takes events to tell, oldest first. Each is taken once, whichever instance takes it. */
export async function takeUntold(tx: Tx, limit: number): Promise<Untold[]> {
  const untold = await tx
    .select({ id: paymentEvents.id })
    .from(paymentEvents)
    .where(isUntold)
    .orderBy(asc(paymentEvents.at), asc(paymentEvents.id))
    .limit(limit);
  if (untold.length === 0) return [];
  const taken = await tx
    .update(paymentEvents)
    .set({ untold: false })
    .where(
      and(
        inArray(
          paymentEvents.id,
          untold.map(({ id }) => id),
        ),
        isUntold,
      ),
    )
    .returning();
  const ofOrders = await tx
    .select()
    .from(orders)
    .where(inArray(orders.id, [...new Set(taken.map(({ orderId }) => orderId))]));
  const byId = new Map(ofOrders.map((order) => [order.id, order]));
  return taken
    .toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1))
    .flatMap((event) => {
      const order = byId.get(event.orderId);
      return order ? [{ event, order }] : [];
    });
}

/** Whether there is anything to tell. A read, so that a quiet shop writes nothing. */
export const hasUntold = async (db: Reader): Promise<boolean> =>
  (await db.select({ id: paymentEvents.id }).from(paymentEvents).where(isUntold).limit(1)).length > 0;

export const insertDeliveries = async (tx: Tx, rows: (typeof webhookDeliveries.$inferInsert)[]) => {
  if (rows.length > 0) await tx.insert(webhookDeliveries).values(rows);
};

const waiting = sql`${webhookDeliveries.state} = 'new'`;
const free = (now: Date) =>
  or(isNull(webhookDeliveries.leasedUntil), lte(webhookDeliveries.leasedUntil, now));

/** Due and not leased, to an endpoint that is on. */
const isDue = (now: Date) =>
  and(
    waiting,
    lte(webhookDeliveries.nextAt, now),
    free(now),
    isNull(webhookEndpoints.offAt),
    isNull(webhookEndpoints.removedAt),
  );

/** Messages that are due to endpoints that take them. */
export const dueDeliveries = (db: Reader, now: Date, limit: number) =>
  db
    .select({ id: webhookDeliveries.id, endpointId: webhookDeliveries.endpointId })
    .from(webhookDeliveries)
    .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, webhookDeliveries.endpointId))
    .where(and(isDue(now), isNull(webhookEndpoints.failingSince)))
    .orderBy(asc(webhookDeliveries.nextAt))
    .limit(limit);

/** For each endpoint that fails, one message that is due: it shows whether the endpoint is back. */
export const dueProbes = (db: Reader, now: Date) =>
  db
    .select({ id: sql<string>`min(${webhookDeliveries.id})`, endpointId: webhookDeliveries.endpointId })
    .from(webhookDeliveries)
    .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, webhookDeliveries.endpointId))
    .where(and(isDue(now), isNotNull(webhookEndpoints.failingSince)))
    .groupBy(webhookDeliveries.endpointId);

/** In an update: the secret that the row has until then. */
export const secretBefore = sql<string>`${webhookEndpoints.secret}`;

/** Takes the lease on a message until `until` and counts the try; undefined if another worker holds it. */
export const leaseDelivery = async (tx: Tx, id: string, now: Date, until: Date) =>
  (
    await tx
      .update(webhookDeliveries)
      .set({ leasedUntil: until, tries: sql`${webhookDeliveries.tries} + 1` })
      .where(and(eq(webhookDeliveries.id, id), waiting, lte(webhookDeliveries.nextAt, now), free(now)))
      .returning()
  )[0];

type Result = Pick<WebhookDelivery, "lastAnswer"> &
  Partial<Pick<WebhookDelivery, "state" | "nextAt" | "endedAt">>;

/** Writes the result of a try. A worker that outlived its lease must not affect the try that followed. */
export const writeTry = (tx: Tx, { id, tries }: WebhookDelivery, result: Result) =>
  tx
    .update(webhookDeliveries)
    .set({ ...result, leasedUntil: null })
    .where(and(eq(webhookDeliveries.id, id), waiting, eq(webhookDeliveries.tries, tries)));

/**
 * Sends a message again from the start; undefined if there is none with this ID, it waits to be sent anyway, or its
 * endpoint was removed.
 */
export const reviveDelivery = async (tx: Tx, id: string, now: Date) =>
  (
    await tx
      .update(webhookDeliveries)
      .set({ state: "new", tries: 0, nextAt: now, endedAt: null })
      .where(
        and(
          eq(webhookDeliveries.id, id),
          ne(webhookDeliveries.state, "new"),
          sql`EXISTS (SELECT 1 FROM webhook_endpoints e WHERE e.id = ${webhookDeliveries.endpointId} AND e.removed_at IS NULL)`,
        ),
      )
      .returning()
  )[0];

/** The newest messages, newest first. */
export const newestDeliveries = (db: Reader, limit: number) =>
  db
    .select({ delivery: webhookDeliveries, url: webhookEndpoints.url })
    .from(webhookDeliveries)
    .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, webhookDeliveries.endpointId))
    .orderBy(desc(webhookDeliveries.createdAt), desc(webhookDeliveries.id))
    .limit(limit);

/** Deletes messages from before `before`. */
export const deleteDeliveries = (tx: Tx, before: Date) =>
  tx.delete(webhookDeliveries).where(lt(webhookDeliveries.createdAt, before));
