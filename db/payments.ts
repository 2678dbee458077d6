import { and, asc, desc, eq, gt, inArray, isNull, lte, ne, or, sql } from "drizzle-orm";
import { type Payment, type PaymentStatus, payments } from "./schema";
import type { Reader, Tx } from "./store";

export const paymentById = async (db: Reader, id: string) =>
  (await db.select().from(payments).where(eq(payments.id, id)))[0];

export const paymentByGatewayOrderId = async (db: Reader, gatewayOrderId: string) =>
  (await db.select().from(payments).where(eq(payments.gatewayOrderId, gatewayOrderId)))[0];

export const paymentBySession = async (db: Reader, sessionKey: string) =>
  (await db.select().from(payments).where(eq(payments.gatewaySessionKey, sessionKey)).limit(1))[0];

export const paymentByKey = async (db: Reader, paymentKey: string) =>
  (
    await db
      .select()
      .from(payments)
      .where(eq(payments.gatewayPaymentKey, paymentKey))
      .orderBy(desc(payments.createdAt))
      .limit(1)
  )[0];

/** All attempts of an order, the first one first. */
export const paymentsOf = (db: Reader, orderId: string) =>
  db.select().from(payments).where(eq(payments.orderId, orderId)).orderBy(asc(payments.attempt));

export const insertPayment = async (tx: Tx, payment: typeof payments.$inferInsert): Promise<Payment> => {
  const [made] = await tx.insert(payments).values(payment).returning();
  if (!made) throw new Error("The payment was not written.");
  return made;
};

type Values = Partial<Omit<Payment, "id" | "version">>;

const bumped = { version: sql`${payments.version} + 1` };

/** Moves a payment that stands in one of `from`. Whoever gets the row back owns the move. */
export const movePayment = async (tx: Tx, id: string, from: PaymentStatus[], values: Values) =>
  (
    await tx
      .update(payments)
      .set({ ...values, ...bumped })
      .where(and(eq(payments.id, id), inArray(payments.status, from)))
      .returning()
  )[0];

/** Writes what was learned about a payment, if it is still the one that was asked about. */
export const writePayment = async (tx: Tx, id: string, version: number, values: Values) =>
  (
    await tx
      .update(payments)
      .set({ ...values, ...bumped })
      .where(and(eq(payments.id, id), eq(payments.version, version)))
      .returning()
  )[0];

/** Notes since when looks at a payment are not answered, unless that is noted. */
export const noteUnheard = (tx: Tx, id: string, at: Date) =>
  tx
    .update(payments)
    .set({ unknownSince: at })
    .where(and(eq(payments.id, id), isNull(payments.unknownSince)));

/** Notes that a look at a payment was answered. */
export const noteHeard = (tx: Tx, id: string) =>
  tx.update(payments).set({ unknownSince: null }).where(eq(payments.id, id));

/** Has a payment looked at by itself, where nothing else does. */
export const keepLooking = (tx: Tx, id: string, from: Date) =>
  tx
    .update(payments)
    .set({ lookAt: from })
    .where(and(eq(payments.id, id), isNull(payments.lookAt)));

/** Ends every attempt of an order, or of one gateway's, that was never asked and can take no money by itself. */
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
        isNull(payments.door),
        exceptId ? ne(payments.id, exceptId) : undefined,
        gateway ? eq(payments.gateway, gateway) : undefined,
      ),
    )
    .returning({ id: payments.id });

/** One gateway's payments that are to be asked about by themselves, the longest due first. */
export const duePayments = (db: Reader, now: Date, limit: number, gateway: Payment["gateway"]) =>
  db
    .select({ id: payments.id, createdAt: payments.createdAt, status: payments.status })
    .from(payments)
    .where(and(lte(payments.lookAt, now), eq(payments.gateway, gateway)))
    .orderBy(asc(payments.lookAt))
    .limit(limit);

/** Allows one such look, and sets when the next one is due; undefined when another instance was faster. */
export const allowDueLook = async (tx: Tx, id: string, now: Date, next: Date | null) =>
  (
    await tx
      .update(payments)
      .set({ lookAt: next })
      .where(and(eq(payments.id, id), lte(payments.lookAt, now)))
      .returning({ id: payments.id })
  )[0];

/** Reserves money to be given back. The cap is here: nothing can be promised beyond what was captured. */
export const reserveOnPayment = async (tx: Tx, id: string, amount: number) =>
  (
    await tx
      .update(payments)
      .set({ refundPending: sql`${payments.refundPending} + ${amount}`, ...bumped })
      .where(
        and(
          eq(payments.id, id),
          lte(sql`${payments.refunded} + ${payments.refundPending} + ${amount}`, payments.captured),
        ),
      )
      .returning()
  )[0];

/**
 * Allows one look on account of news since `after`, and notes which of the news there are it will have seen; undefined
 * when one was made since. A moment that is yet to come was noted by a clock that was wrong, and holds nobody up.
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
