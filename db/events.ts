import { and, asc, count, eq, type SQL } from "drizzle-orm";
import { newSerialId } from "@/lib/clock";
import { requestId } from "@/lib/log";
import { announced } from "./announced";
import { type EventKind, paymentEvents } from "./schema";
import { statement, writeAll } from "./statement";
import type { Reader, Tx } from "./store";

export type NewEvent = {
  orderId: string;
  paymentId?: string | undefined;
  kind: EventKind;
  detail?: Record<string, unknown>;
  at: Date;
  /** False: it belongs to the order's story but did not change the order, so other servers are not told. */
  announced?: boolean;
};

/** Appends to an order's story, with the ID of the request that caused it. */
export async function recordEvents(tx: Tx, events: NewEvent[]) {
  // Some units of work have no events to record: a fee, for example, concerns only the shop.
  const [first, ...others] = events.map((event) => ({
    id: newSerialId("evt"),
    orderId: event.orderId,
    paymentId: event.paymentId ?? null,
    kind: event.kind,
    detail: event.detail ?? {},
    requestId: requestId() ?? null,
    at: event.at,
    untold: announced[event.kind] !== undefined && event.announced !== false,
  }));
  if (first) await insertEvents(tx, [first, ...others]);
}

const insertEvents = writeAll(paymentEvents, (tx, rows: (typeof paymentEvents.$inferInsert)[]) =>
  tx.insert(paymentEvents).values(rows),
);

/** An order's story, oldest first. */
export const eventsOf = statement((db: Reader, orderId: SQL<string>) =>
  db
    .select()
    .from(paymentEvents)
    .where(eq(paymentEvents.orderId, orderId))
    .orderBy(asc(paymentEvents.at), asc(paymentEvents.id)),
);

export const countEvents = async (db: Reader, orderId: string, kind: EventKind) =>
  (
    await db
      .select({ n: count() })
      .from(paymentEvents)
      .where(and(eq(paymentEvents.orderId, orderId), eq(paymentEvents.kind, kind)))
  )[0]?.n ?? 0;
