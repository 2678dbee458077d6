import { and, asc, desc, eq, gt, inArray, isNull, lte, ne, or, type SQL, sql } from "drizzle-orm";
import { orders, type Payment, type PaymentStatus, payments } from "./schema";
import { asNumber, first, forEach, statement, write } from "./statement";
import type { Reader, Tx } from "./store";

export const paymentById = first(
  statement((db: Reader, id: SQL<string>) => db.select().from(payments).where(eq(payments.id, id))),
);

export const paymentByGatewayOrderId = first(
  statement((db: Reader, gatewayOrderId: SQL<string>) =>
    db.select().from(payments).where(eq(payments.gatewayOrderId, gatewayOrderId)),
  ),
);

/** A payment by its gateway's order ID, with its order. */
export const paymentWithOrder = first(
  statement((db: Reader, gatewayOrderId: SQL<string>) =>
    db
      .select({ payment: payments, order: orders })
      .from(payments)
      .innerJoin(orders, eq(orders.id, payments.orderId))
      .where(eq(payments.gatewayOrderId, gatewayOrderId)),
  ),
);

export const paymentBySession = first(
  statement((db: Reader, sessionKey: SQL<string>) =>
    db.select().from(payments).where(eq(payments.gatewaySessionKey, sessionKey)).limit(1),
  ),
);

export const paymentByKey = first(
  statement((db: Reader, paymentKey: SQL<string>) =>
    db
      .select()
      .from(payments)
      .where(eq(payments.gatewayPaymentKey, paymentKey))
      .orderBy(desc(payments.createdAt))
      .limit(1),
  ),
);

/** All attempts of an order, first one first. */
export const paymentsOf = statement((db: Reader, orderId: SQL<string>) =>
  db.select().from(payments).where(eq(payments.orderId, orderId)).orderBy(asc(payments.attempt)),
);

const insert = first(
  write(payments, (tx, row: typeof payments.$inferInsert) => tx.insert(payments).values(row).returning()),
);

export const insertPayment = async (tx: Tx, payment: typeof payments.$inferInsert): Promise<Payment> => {
  const made = await insert(tx, payment);
  if (!made) throw new Error("The payment was not written.");
  return made;
};

type Values = Partial<Omit<Payment, "id" | "version">>;

const bumped = { version: sql`${payments.version} + 1` };

/** Moves a payment that is in one of the states `from`. The caller that gets the row back owns the move. */
export const movePayment = (tx: Tx, id: string, from: PaymentStatus[], values: Values) =>
  moveFrom(from)(tx, values, id);

const moveFrom = forEach((from: PaymentStatus[]) =>
  first(
    write(payments, (tx, values: Values, id: SQL<string>) =>
      tx
        .update(payments)
        .set({ ...values, ...bumped })
        .where(and(eq(payments.id, id), inArray(payments.status, from)))
        .returning(),
    ),
  ),
);

/** Writes what was learned about a payment, if its version is still the one we asked about. */
export const writePayment = (tx: Tx, id: string, version: number, values: Values) =>
  writeVersion(tx, values, id, version);

const writeVersion = first(
  write(payments, (tx, values: Values, id: SQL<string>, version: SQL<number>) =>
    tx
      .update(payments)
      .set({ ...values, ...bumped })
      .where(and(eq(payments.id, id), eq(payments.version, version)))
      .returning(),
  ),
);

/** Notes since when looks at a payment have gone unanswered, unless that is noted. */
export const noteUnheard = (tx: Tx, id: string, at: Date) =>
  tx
    .update(payments)
    .set({ unknownSince: at })
    .where(and(eq(payments.id, id), isNull(payments.unknownSince)));

/** Notes that a look at a payment was answered. */
export const noteHeard = (tx: Tx, id: string) =>
  tx.update(payments).set({ unknownSince: null }).where(eq(payments.id, id));

/** Schedules polling for a payment that has none scheduled. */
export const keepLooking = (tx: Tx, id: string, from: Date) =>
  tx
    .update(payments)
    .set({ nextLookAt: from })
    .where(and(eq(payments.id, id), isNull(payments.nextLookAt)));

/** Ends every attempt of an order, or of one gateway, that was never asked and cannot take money on its own. */
export const endReadyPayments = (
  tx: Tx,
  orderId: string,
  to: PaymentStatus,
  { exceptId, gateway }: { exceptId?: string; gateway?: Payment["gateway"] } = {},
) =>
  tx
    .update(payments)
    .set({ status: to, ...bumped })
    .where(
      and(
        eq(payments.orderId, orderId),
        eq(payments.status, "ready"),
        isNull(payments.surface),
        exceptId ? ne(payments.id, exceptId) : undefined,
        gateway ? eq(payments.gateway, gateway) : undefined,
      ),
    )
    .returning({ id: payments.id });

/** One gateway's payments that are due to be polled, longest overdue first. */
export const duePayments = statement(
  (db: Reader, now: SQL<Date>, limit: SQL<number>, gateway: SQL<Payment["gateway"]>) =>
    db
      .select({
        id: payments.id,
        createdAt: payments.createdAt,
        status: payments.status,
        captureBefore: payments.captureBefore,
      })
      .from(payments)
      .where(and(lte(payments.nextLookAt, now), eq(payments.gateway, gateway)))
      .orderBy(asc(payments.nextLookAt))
      .limit(asNumber(limit)),
);

/** Allows one poll, and sets when the next one is due; undefined if another instance was faster. */
export const allowDueLook = first(
  statement((tx: Tx, id: SQL<string>, now: SQL<Date>, next: SQL<Date | null>) =>
    tx
      .update(payments)
      .set({ nextLookAt: next })
      .where(and(eq(payments.id, id), lte(payments.nextLookAt, now)))
      .returning({ id: payments.id }),
  ),
);

/** Reserves money for a refund. This WHERE is the cap: no more can be promised than was captured. */
export const reserveOnPayment = first(
  statement((tx: Tx, id: SQL<string>, amount: SQL<number>) =>
    tx
      .update(payments)
      .set({ refundPending: sql`${payments.refundPending} + ${amount}`, ...bumped })
      .where(
        and(
          eq(payments.id, id),
          lte(sql`${payments.refunded} + ${payments.refundPending} + ${amount}`, payments.captured),
        ),
      )
      .returning(),
  ),
);

/**
 * Allows one look caused by news if none was made since `after`, and notes which news it will have seen; undefined
 * otherwise. A time in the future came from a wrong clock and blocks nobody.
 */
export const allowNewsLook = async (tx: Tx, id: string, after: Date, now: Date) =>
  (
    await tx
      .update(payments)
      .set({ newsLookedAt: now, newsLookedTo: sql`(SELECT max(serial) FROM webhook_inbox)` })
      .where(
        and(
          eq(payments.id, id),
          or(
            isNull(payments.newsLookedAt),
            lte(payments.newsLookedAt, after),
            gt(payments.newsLookedAt, now),
          ),
        ),
      )
      .returning()
  )[0];
