import { and, count, eq, gte, isNotNull, lt, sql } from "drizzle-orm";
import { seoulDayOf } from "../columns";
import { payments, transfers } from "../schema";
import type { Reader } from "../store";

type Span = { from: Date; until: Date; live: boolean };

const { amount, debit, credit, cause } = transfers;

const summed = (rows: ReturnType<typeof sql>) =>
  sql`coalesce(sum(CASE ${rows} ELSE 0 END), 0)`.mapWith(Number);

/**
 * What the books say was sold and given back, by day in Seoul, way to pay and currency, in minor units. A deposit that
 * was taken back is a sale less, a refund that came back a refund less, a dispute that was won one less, each on the day
 * on which it happened.
 */
export const soldByDay = (db: Reader, { from, until, live }: Span) =>
  db
    .select({
      day: seoulDayOf(transfers.at),
      gateway: payments.gateway,
      method: payments.method,
      currency: transfers.currency,
      sales: summed(sql`WHEN ${credit} = 'sales' THEN ${amount} WHEN ${debit} = 'sales' THEN -${amount}`),
      refunds: summed(
        sql`WHEN ${debit} = 'refunds' THEN ${amount} WHEN ${credit} = 'refunds' THEN -${amount}`,
      ),
      disputed: summed(
        sql`WHEN ${debit} = 'disputes' THEN ${amount} WHEN ${credit} = 'disputes' THEN -${amount}`,
      ),
      /** How many payments came and how many refunds went. */
      sold: summed(sql`WHEN ${credit} = 'sales' THEN 1`),
      givenBack: summed(sql`WHEN ${debit} = 'refunds' AND ${cause} = 'refund' THEN 1`),
    })
    .from(transfers)
    .innerJoin(payments, eq(payments.id, transfers.paymentId))
    .where(and(gte(transfers.at, from), lt(transfers.at, until), eq(transfers.live, live)))
    .groupBy(seoulDayOf(transfers.at), payments.gateway, payments.method, transfers.currency);

/** Why attempts failed that were begun in this time, and how many did. */
export const failuresByReason = (db: Reader, { from, until, live }: Span) =>
  db
    .select({ gateway: payments.gateway, code: payments.failureCode, n: count() })
    .from(payments)
    .where(
      and(
        isNotNull(payments.failureCode),
        gte(payments.createdAt, from),
        lt(payments.createdAt, until),
        eq(payments.live, live),
      ),
    )
    .groupBy(payments.gateway, payments.failureCode);
