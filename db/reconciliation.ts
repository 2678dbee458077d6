import { and, asc, eq, gt, gte, inArray, isNotNull, isNull, lt, ne, or, type SQL, sql } from "drizzle-orm";
import type { GatewayName, PairName } from "@/lib/contracts/gateways";
import type { SettlementKind } from "@/lib/contracts/settlements";
import { acquiredAt, type MonthSpan, postedRows, whole } from "./month-sums";
import { orders, payments, settlementRows, standing, transfers } from "./schema";
import type { Reader } from "./store";

// The books beside the gateways' settlements, for the payments of a month. Everything is summed in the database, so that
// a month of any size needs little memory.

/** Up to when everything must be in a settlement, by key pair; a pair that is left out has no settlements. */
export type SettledUntil = Partial<Record<PairName, Date>>;

const { paidOutAt, missingSince, copy, version, paymentId, soldOn, payoutOn } = settlementRows;

/** What moves money between the shop and a gateway, as the books name it too; `other` is only in settlements. */
const kinds = ["capture", "refund", "refund_failed", "reversal", "dispute", "dispute_won"] as const;

/** The payments that a month's settlement or books are about, or those that are named. */
const touched = (which: MonthSpan | string[]) =>
  Array.isArray(which)
    ? sql`SELECT ${payments.id} AS payment_id FROM ${payments} WHERE ${inArray(payments.id, which)}`
    : touchedIn(which);

const touchedIn = ({ from, until, fromAt, untilAt, live }: MonthSpan) => sql`
  SELECT ${paymentId} AS payment_id FROM ${settlementRows}
  WHERE ${and(eq(settlementRows.live, live), gte(soldOn, from), lt(soldOn, until), postedRows())}
  UNION
  SELECT ${transfers.paymentId} AS payment_id FROM ${transfers}
  WHERE ${and(eq(transfers.live, live), gte(transfers.at, fromAt), lt(transfers.at, untilAt), inArray(transfers.cause, [...kinds]))}`;

/** What was posted too recently to be in a settlement; 0 otherwise. */
function recent(settled: SettledUntil, amount: SQL): SQL {
  const pairs = Object.entries(settled);
  if (pairs.length === 0) return amount;
  const began = pairs.map(
    ([pair, at]) => sql`WHEN ${transfers.keyPair} = ${pair} AND ${lt(transfers.at, at)} THEN 0`,
  );
  return sql`CASE ${sql.join(began, sql` `)} ELSE ${amount} END`;
}

export type Mismatch = {
  paymentId: string;
  orderNumber: string;
  gateway: GatewayName;
  currency: string;
  kind: SettlementKind;
  /** In minor units, of the currency the shopper paid in. */
  booked: number;
  listed: number;
  since: Date;
};

/**
 * The payments of `sums` whose two sides differ by more than what the next settlements may still list, oldest first.
 */
const ofPayments = (
  db: Reader,
  sums: SQL,
  { currency, kind }: { currency: SQL; kind: SQL },
  where: SQL | undefined,
  limit: number,
): Promise<Mismatch[]> =>
  db
    .select({
      paymentId: payments.id,
      orderNumber: orders.number,
      gateway: payments.gateway,
      currency: currency as SQL<string>,
      kind: kind as SQL<SettlementKind>,
      booked: whole(sql`sums.booked`),
      listed: whole(sql`sums.listed`),
      since: sql`sums.since`.mapWith(transfers.at),
    })
    .from(sums)
    .innerJoin(payments, eq(payments.id, sql`sums.payment_id`))
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(and(sql`NOT (sums.booked - sums.listed BETWEEN 0 AND sums.recent)`, where))
    .orderBy(asc(sql`sums.since`), asc(payments.id))
    .limit(limit);

/**
 * Captures, refunds and the like whose sum in the books is not the one in the settlements, oldest first. Of the payments of
 * a month, or of those with these IDs.
 */
export const mismatches = (
  db: Reader,
  which: MonthSpan | string[],
  settled: SettledUntil,
  limit: number,
): Promise<Mismatch[]> => {
  const sums = sql`(
    WITH touched AS (${touched(which)})
    SELECT payment_id, kind, sum(booked) AS booked, sum(listed) AS listed, sum(recent) AS recent, min(since) AS since,
      sum(CASE kind WHEN 'capture' THEN sum(booked) - sum(listed) WHEN 'reversal' THEN sum(listed) - sum(booked) ELSE 0 END)
        OVER (PARTITION BY payment_id) AS deposited
    FROM (
      SELECT ${transfers.paymentId} AS payment_id, ${transfers.cause} AS kind, ${transfers.amount} AS booked, 0 AS listed,
        ${recent(settled, sql`${transfers.amount}`)} AS recent, ${transfers.at} AS since
      FROM ${transfers}
      WHERE ${inArray(transfers.cause, [...kinds])} AND ${transfers.paymentId} IN (SELECT payment_id FROM touched)
      UNION ALL
      SELECT ${paymentId}, ${settlementRows.kind}, 0, abs(coalesce(${settlementRows.presentedAmount}, ${settlementRows.amount})),
        0, ${settlementRows.createdAt}
      FROM ${settlementRows}
      WHERE ${postedRows()} AND ${paymentId} IN (SELECT payment_id FROM touched)
    ) AS both_sides
    GROUP BY payment_id, kind
    HAVING sum(booked) <> sum(listed)
  ) AS sums`;
  return ofPayments(
    db,
    sums,
    { currency: sql`${payments.currency}`, kind: sql`sums.kind` },
    and(
      // A deposit that was reversed and made again between two looks is one deposit to us.
      sql`NOT (sums.kind IN ('capture', 'reversal') AND sums.deposited = 0)`,
      // The gateway lists a refund before the bank has confirmed it.
      sql`NOT (sums.kind = 'refund' AND sums.listed - sums.booked BETWEEN 0 AND ${payments.refundPending})`,
    ),
    limit,
  );
};

/** Of those of these payments that a card paid at Toss: how far the acquisition is, and when the shop last requested it. */
export const acquisitionsOf = (db: Reader, ids: string[]) =>
  db
    .select({
      id: payments.id,
      keyPair: payments.keyPair,
      detail: payments.detail,
      captured: payments.captured,
      refunded: payments.refunded,
      askedAt: acquiredAt,
    })
    .from(payments)
    .where(
      and(
        inArray(payments.id, ids),
        eq(payments.gateway, "toss"),
        inArray(payments.method, ["CARD", "EASY_PAY"]),
      ),
    );

/** What the gateway kept of a payment according to the books, positive. */
export const keptInBooks = sql`CASE WHEN ${transfers.debit} IN ('fees', 'vat') THEN ${transfers.amount} ELSE -${transfers.amount} END`;
export const feeCauses = ["fee", "dispute_fee", "settlement_fee", "settlement_vat"] as const;

/** Payments whose fees in the books are not those in the settlements, oldest first. In the currency of payouts. */
export const feeMismatches = (
  db: Reader,
  month: MonthSpan,
  settled: SettledUntil,
  limit: number,
): Promise<Mismatch[]> => {
  const sums = sql`(
    WITH touched AS (${touched(month)})
    SELECT payment_id, currency, sum(booked) AS booked, sum(listed) AS listed, sum(recent) AS recent, min(since) AS since,
      sum(row_count) AS row_count
    FROM (
      SELECT ${transfers.paymentId} AS payment_id, ${transfers.currency} AS currency, ${keptInBooks} AS booked, 0 AS listed,
        ${recent(settled, keptInBooks)} AS recent, ${transfers.at} AS since, 0 AS row_count
      FROM ${transfers}
      WHERE ${inArray(transfers.cause, [...feeCauses])} AND ${transfers.paymentId} IN (SELECT payment_id FROM touched)
      UNION ALL
      SELECT ${paymentId}, ${settlementRows.currency}, 0, ${settlementRows.fee} + ${settlementRows.vat}, 0,
        ${settlementRows.createdAt}, 1
      FROM ${settlementRows}
      WHERE ${postedRows()} AND ${paymentId} IN (SELECT payment_id FROM touched)
    ) AS both_sides
    GROUP BY payment_id, currency
    HAVING sum(booked) <> sum(listed) AND sum(row_count) > 0
  ) AS sums`;
  return ofPayments(db, sums, { currency: sql`sums.currency`, kind: sql`'other'` }, undefined, limit);
};

/** Of these payments, those whose settlement has a dispute's movement, maybe only its fee, that the books do not have. */
export const withUnknownDisputes = async (db: Reader, ids: string[]): Promise<string[]> => {
  const rows = await db
    .selectDistinct({ id: paymentId })
    .from(settlementRows)
    .leftJoin(
      transfers,
      and(
        eq(transfers.paymentId, paymentId),
        eq(transfers.transaction, settlementRows.transaction),
        inArray(transfers.cause, ["dispute", "dispute_won", "dispute_fee"]),
      ),
    )
    .where(
      and(
        postedRows(),
        inArray(paymentId, ids),
        inArray(settlementRows.kind, ["dispute", "dispute_won"]),
        or(ne(settlementRows.amount, 0), ne(settlementRows.fee, 0)),
        isNull(transfers.id),
      ),
    );
  return rows.flatMap(({ id }) => id ?? []);
};

/** Rows of a month that are remarkable by themselves, oldest first. `paidOutUntil`: payouts before that day were read. */
export const remarkableRows = (db: Reader, month: MonthSpan, paidOutUntil: SettledDays, limit: number) =>
  db
    .select({ row: settlementRows, orderNumber: orders.number })
    .from(settlementRows)
    .leftJoin(orders, eq(orders.id, settlementRows.orderId))
    .where(
      and(
        eq(settlementRows.live, month.live),
        gte(soldOn, month.from),
        lt(soldOn, month.until),
        standing(),
        or(
          // A second copy that is gone has resolved itself: it was never posted.
          and(gt(copy, 1), isNull(missingSince)),
          and(eq(copy, 1), or(gt(version, 1), isNotNull(missingSince))),
          and(isNull(paymentId), isNull(settlementRows.postedAt)),
          ne(
            sql`${settlementRows.amount} - ${settlementRows.fee} - ${settlementRows.vat}`,
            settlementRows.net,
          ),
          isLate(paidOutUntil),
        ),
      ),
    )
    .orderBy(asc(soldOn), asc(settlementRows.id))
    .limit(limit);

/** Before which day payouts were read, by key pair. */
export type SettledDays = Partial<Record<PairName, string>>;

/** A row whose day of payout was read, without it. */
const isLate = (paidOutUntil: SettledDays) =>
  and(
    eq(copy, 1),
    isNotNull(paymentId),
    isNull(paidOutAt),
    or(
      sql`false`,
      ...Object.entries(paidOutUntil).map(([pair, day]) =>
        and(eq(settlementRows.keyPair, pair as PairName), lt(payoutOn, day)),
      ),
    ),
  );

/** Whether a kind adds to what the gateway owes. */
const signOf = (kind: SQL) =>
  sql`CASE WHEN ${kind} IN ('capture', 'refund_failed', 'dispute_won') THEN 1 ELSE -1 END`;

/**
 * What the gateways owe for a month's payments by currency, in minor units: `owed` by the books, `toCome` by rows that
 * are still to be paid out, and `unlisted`, how much more the books have than the settlements. `owed` is the sum of the
 * other two.
 */
export const owedByGateways = (db: Reader, month: MonthSpan) => {
  const signed = sql`CASE WHEN ${transfers.debit} = 'receivable' THEN ${transfers.amount} ELSE -${transfers.amount} END`;
  const ofTouched = (column: SQL) => sql`${column} IN (SELECT payment_id FROM touched)`;
  const own = sql`${transfers.paymentId}`;
  const row = sql`${paymentId}`;
  const { amount, net, currency, presentedAmount, presentedCurrency } = settlementRows;
  const sums = sql`(
    WITH touched AS (${touched(month)})
    SELECT currency, sum(owed) AS owed, sum(to_come) AS to_come, sum(unlisted) AS unlisted FROM (
      SELECT ${transfers.currency} AS currency, ${signed} AS owed, 0 AS to_come, 0 AS unlisted
      FROM ${transfers}
      WHERE (${transfers.debit} = 'receivable' OR ${transfers.credit} = 'receivable') AND ${ofTouched(own)}
      UNION ALL
      SELECT ${transfers.currency}, 0, 0, ${signOf(sql`${transfers.cause}`)} * ${transfers.amount}
      FROM ${transfers}
      WHERE ${inArray(transfers.cause, [...kinds])} AND ${ofTouched(own)}
      UNION ALL
      SELECT coalesce(${presentedCurrency}, ${currency}), 0, 0, -1 * coalesce(${presentedAmount}, ${amount})
      FROM ${settlementRows}
      WHERE ${postedRows()} AND ${ofTouched(row)}
      UNION ALL
      SELECT ${transfers.currency}, 0, 0, -1 * ${keptInBooks}
      FROM ${transfers}
      WHERE ${inArray(transfers.cause, [...feeCauses])} AND ${ofTouched(own)}
      UNION ALL
      SELECT ${currency}, 0, CASE WHEN ${paidOutAt} IS NULL THEN ${net} ELSE 0 END, ${amount} - ${net}
      FROM ${settlementRows}
      WHERE ${postedRows()} AND ${ofTouched(row)}
    ) AS both_sides
    GROUP BY currency
  ) AS sums`;
  return db
    .select({
      currency: sql<string>`sums.currency`,
      owed: whole(sql`sums.owed`),
      toCome: whole(sql`sums.to_come`),
      unlisted: whole(sql`sums.unlisted`),
    })
    .from(sums)
    .orderBy(asc(sql`sums.currency`));
};
