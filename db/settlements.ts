import { and, asc, eq, gt, gte, inArray, isNull, lt, lte, ne, or, sql } from "drizzle-orm";
import type { GatewayName } from "@/lib/contracts/gateways";
import { insertMany } from "./bulk";
import {
  monthClosings,
  orders,
  type Payment,
  payments,
  payouts,
  refunds,
  type StoredSettlement,
  settlementRows,
  standing,
} from "./schema";
import type { Reader, Tx } from "./store";

type NewSettlement = typeof settlementRows.$inferInsert;

/** The rows of these IDs that stand, each copy of them. */
export const standingRows = (
  db: Reader,
  { gateway, live }: Pick<StoredSettlement, "gateway" | "live">,
  gatewayRows: string[],
): Promise<StoredSettlement[]> =>
  db
    .select()
    .from(settlementRows)
    .where(
      and(
        eq(settlementRows.gateway, gateway),
        eq(settlementRows.live, live),
        inArray(settlementRows.gatewayRow, gatewayRows),
        standing(),
      ),
    )
    .orderBy(asc(settlementRows.gatewayRow), asc(settlementRows.copy));

/** The rows of a payment, replaced ones too, in the order they were first seen. */
export const settlementsOfPayment = (db: Reader, paymentId: string): Promise<StoredSettlement[]> =>
  db
    .select()
    .from(settlementRows)
    .where(eq(settlementRows.paymentId, paymentId))
    .orderBy(asc(settlementRows.createdAt), asc(settlementRows.copy), asc(settlementRows.version));

/** Which of these payments a settlement has, in any version. */
export async function settledAmong(db: Reader, paymentIds: string[]): Promise<Set<string>> {
  if (paymentIds.length === 0) return new Set();
  const rows = await db
    .selectDistinct({ id: settlementRows.paymentId })
    .from(settlementRows)
    .where(inArray(settlementRows.paymentId, paymentIds));
  return new Set(rows.flatMap(({ id }) => id ?? []));
}

export const insertSettlements = (tx: Tx, rows: NewSettlement[]) => insertMany(tx, settlementRows, rows);

/** Marks rows as replaced by a later version. */
export async function supersede(tx: Tx, ids: string[], at: Date) {
  if (ids.length > 0)
    await tx.update(settlementRows).set({ supersededAt: at }).where(inArray(settlementRows.id, ids));
}

/** Writes the same values to several rows. */
export const writeSettlements = (tx: Tx, ids: string[], values: Partial<StoredSettlement>) =>
  tx.update(settlementRows).set(values).where(inArray(settlementRows.id, ids));

/** Marks the rows of a day's sales that a whole reading of that day did not list. Returns them. */
export const markMissing = (
  tx: Tx,
  list: Pick<StoredSettlement, "gateway" | "keyPair" | "live">,
  { day, reading, since }: { day: string; reading: string; since: Date },
  at: Date,
) =>
  tx
    .update(settlementRows)
    .set({ missingSince: at })
    .where(
      and(
        eq(settlementRows.gateway, list.gateway),
        eq(settlementRows.keyPair, list.keyPair),
        eq(settlementRows.live, list.live),
        eq(settlementRows.soldOn, day),
        ne(settlementRows.reading, reading),
        lte(settlementRows.seenAt, since),
        isNull(settlementRows.missingSince),
        standing(),
      ),
    )
    .returning({ id: settlementRows.id });

/** The payments of a gateway that it knows by one of these keys or of these order IDs. */
export async function paymentsNamed(
  db: Reader,
  gateway: GatewayName,
  live: boolean,
  { keys, orderIds }: { keys: string[]; orderIds: string[] },
): Promise<Payment[]> {
  if (keys.length + orderIds.length === 0) return [];
  return db
    .select()
    .from(payments)
    .where(
      and(
        eq(payments.gateway, gateway),
        eq(payments.live, live),
        or(inArray(payments.gatewayPaymentKey, keys), inArray(payments.gatewayOrderId, orderIds)),
      ),
    );
}

/** Writes payouts as the gateway reports them now. */
export async function writePayouts(tx: Tx, rows: (typeof payouts.$inferInsert)[]) {
  if (rows.length > 0)
    await tx
      .insert(payouts)
      .values(rows)
      .onConflictDoUpdate({
        target: [payouts.gateway, payouts.live, payouts.id],
        set: {
          amount: sql`excluded.amount`,
          state: sql`excluded.state`,
          arrivesOn: sql`excluded.arrives_on`,
          seenAt: sql`excluded.seen_at`,
        },
      });
}

/** Marks payouts that the bank did not take. */
export async function failPayouts(
  tx: Tx,
  { gateway, live }: Pick<StoredSettlement, "gateway" | "live">,
  ids: string[],
) {
  if (ids.length > 0)
    await tx
      .update(payouts)
      .set({ state: "failed" })
      .where(and(eq(payouts.gateway, gateway), eq(payouts.live, live), inArray(payouts.id, ids)));
}

export type SettlementPosition = { soldOn: string; id: string };

/** Rows of the days from `from` to `until`, which is excluded, oldest first, after a position. */
export const settlementsOfSpan = (
  db: Reader,
  { from, until, live }: { from: string; until: string; live: boolean },
  after: SettlementPosition | undefined,
  limit: number,
) =>
  db
    .select({ row: settlementRows, orderNumber: orders.number })
    .from(settlementRows)
    .leftJoin(orders, eq(orders.id, settlementRows.orderId))
    .where(
      and(
        eq(settlementRows.live, live),
        gte(settlementRows.soldOn, from),
        lt(settlementRows.soldOn, until),
        standing(),
        after &&
          or(
            gt(settlementRows.soldOn, after.soldOn),
            and(eq(settlementRows.soldOn, after.soldOn), gt(settlementRows.id, after.id)),
          ),
      ),
    )
    .orderBy(asc(settlementRows.soldOn), asc(settlementRows.id))
    .limit(limit);

/**
 * How much of these sales and refunds was for tax-free goods, in won; undefined for rows without Korean VAT. Of a part of
 * a payment that is neither a refund of ours nor the whole, nothing is known, and it counts as taxable.
 */
export async function taxFreeParts(db: Reader, rows: StoredSettlement[]) {
  const ids = [...new Set(rows.flatMap(({ paymentId }) => paymentId ?? []))];
  const [paid, refunded] = await Promise.all([
    db
      .select({ id: payments.id, captured: payments.captured, taxFree: payments.taxFree })
      .from(payments)
      .where(inArray(payments.id, ids)),
    db
      .select({
        transaction: refunds.gatewayTransaction,
        paymentId: refunds.paymentId,
        taxFree: refunds.taxFree,
      })
      .from(refunds)
      .where(inArray(refunds.paymentId, ids)),
  ]);
  const payment = new Map(paid.map((row) => [row.id, row]));
  const refund = new Map(refunded.map((row) => [`${row.paymentId} ${row.transaction}`, row.taxFree]));
  return ({ kind, currency, amount, paymentId, transaction }: StoredSettlement): number | undefined => {
    const of = payment.get(paymentId ?? "");
    if (!of || currency !== "KRW" || (kind !== "capture" && kind !== "refund" && kind !== "reversal"))
      return undefined;
    const known = refund.get(`${paymentId} ${transaction}`);
    return known ?? (Math.abs(amount) === of.captured ? of.taxFree : 0);
  };
}

export const closingOf = async (db: Reader, live: boolean, month: string) =>
  (
    await db
      .select()
      .from(monthClosings)
      .where(and(eq(monthClosings.live, live), eq(monthClosings.month, month)))
  )[0];

/** Closes a month; undefined if it was closed before. */
export const insertClosing = async (tx: Tx, closing: typeof monthClosings.$inferInsert) =>
  (await tx.insert(monthClosings).values(closing).onConflictDoNothing().returning())[0];
