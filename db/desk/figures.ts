import { and, count, eq, gte, isNotNull, lt, sql } from "drizzle-orm";
import { seoulDayOf } from "../columns";
import { payments, transfers } from "../schema";
import type { Reader } from "../store";

type Span = { from: Date; until: Date; live: boolean };

const { amount, debit, credit, cause } = transfers;

const summed = (rows: ReturnType<typeof sql>) =>
  sql`coalesce(sum(CASE ${rows} ELSE 0 END), 0)`.mapWith(Number);

/**
 * What the books say was sold and refunded, by day in Seoul, payment method and currency, in minor units. A reversed
 * deposit reduces sales, a returned refund reduces refunds, a won dispute reduces disputes, each on the day it
 * happened.
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
      /** The number of payments and of refunds. */
      sold: summed(sql`WHEN ${credit} = 'sales' THEN 1`),
      givenBack: summed(sql`WHEN ${debit} = 'refunds' AND ${cause} = 'refund' THEN 1`),
    })
    .from(transfers)
    .innerJoin(payments, eq(payments.id, transfers.paymentId))
    .where(and(gte(transfers.at, from), lt(transfers.at, until), eq(transfers.live, live)))
    .groupBy(seoulDayOf(transfers.at), payments.gateway, payments.method, transfers.currency);

/** Why attempts that began in this period failed, and how many. */
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
