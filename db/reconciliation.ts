import { and, asc, eq, gt, gte, inArray, isNotNull, isNull, lt, ne, or, type SQL, sql } from "drizzle-orm";
import type { GatewayName, PairName } from "@/lib/contracts/gateways";
import type { SettlementKind } from "@/lib/contracts/settlements";
import { seoulDate, seoulMidnight } from "@/lib/seoul";
import { orders, payments, payouts, settlementRows, standing, transfers } from "./schema";
import type { Reader } from "./store";

// The books beside the gateways' settlements, for the payments of a month. Everything is summed in the database, so that
// a month of any size needs little memory.

/** Days such as 2026-11-01, and when they begin in Seoul; `until` is excluded. */
export type MonthSpan = { from: string; until: string; fromAt: Date; untilAt: Date; live: boolean };

/** Up to when everything must be in a settlement, by key pair; a pair that is left out has no settlements. */
export type SettledUntil = Partial<Record<PairName, Date>>;

const { paidOutAt, missingSince, copy, version, paymentId, soldOn, payoutOn } = settlementRows;

/** What moves money between the shop and a gateway, as the books name it too; `other` is only in settlements. */
const kinds = ["capture", "refund", "refund_failed", "reversal", "dispute", "dispute_won"] as const;

/** The first copies of rows that stand and belong to our payments: what is posted. */
export const postedRows = () => and(standing(), eq(copy, 1), isNotNull(paymentId));

/** The payments that a month's settlement or books are about. */
const touched = ({ from, until, fromAt, untilAt, live }: MonthSpan) => sql`
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

const whole = (value: SQL) => value.mapWith(Number);

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

/** Captures, refunds and the like whose sum in the books is not the one in the settlements, oldest first. */
export const mismatches = (
  db: Reader,
  month: MonthSpan,
  settled: SettledUntil,
  limit: number,
): Promise<Mismatch[]> => {
  const sums = sql`(
    WITH touched AS (${touched(month)})
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

/** A fee that is the same part of nearly every sale: of a key pair and method, in hundredths of a percent, without VAT. */
export type UsualFee = { keyPair: PairName; method: string; rate: number };

/** A rate is usual if at least this many sales have it, and this part of them in percent. */
const [fewestSales, leastShare] = [20, 90];

/** By how much a fee may differ from its rate: hundredths of a percent of the sale, besides two minor units. */
const tolerance = 2;

const ofSales = ({ live, from, until }: Pick<MonthSpan, "live" | "from" | "until">) =>
  and(
    eq(settlementRows.live, live),
    gte(soldOn, from),
    lt(soldOn, until),
    eq(settlementRows.kind, "capture"),
    gt(settlementRows.amount, 0),
    isNull(settlementRows.presentedAmount),
    postedRows(),
  );

/**
 * The rates that the gateways' fees have shown since a day, by key pair and method. A gateway whose fee has a fixed part,
 * or differs by card, has none.
 */
export async function usualFees(
  db: Reader,
  span: Pick<MonthSpan, "live" | "from" | "until">,
): Promise<UsualFee[]> {
  const rate = whole(sql`round(${settlementRows.fee} * 10000.0 / ${settlementRows.amount})`);
  const rows = await db
    .select({ keyPair: settlementRows.keyPair, method: payments.method, rate, sales: whole(sql`count(*)`) })
    .from(settlementRows)
    .innerJoin(payments, eq(payments.id, paymentId))
    .where(ofSales(span))
    .groupBy(settlementRows.keyPair, payments.method, rate);
  const groups = new Map<string, typeof rows>();
  for (const row of rows) {
    const name = `${row.keyPair} ${row.method}`;
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return [...groups.values()].flatMap((group) => {
    const [most] = group.toSorted((a, b) => b.sales - a.sales || a.rate - b.rate);
    if (!most) return [];
    const sum = (of: typeof rows) => of.reduce((all, { sales }) => all + sales, 0);
    const near = sum(group.filter((row) => Math.abs(row.rate - most.rate) <= tolerance));
    const all = sum(group);
    const { keyPair, method } = most;
    return all >= fewestSales && near * 100 >= all * leastShare ? [{ keyPair, method, rate: most.rate }] : [];
  });
}

/** The sales of a month whose fee is not the usual one, oldest first, with the usual rate. */
export async function unusualFees(db: Reader, month: MonthSpan, usual: UsualFee[], limit: number) {
  if (usual.length === 0) return [];
  const usualRate = sql`CASE ${sql.join(
    usual.map(
      ({ keyPair, method, rate }) =>
        sql`WHEN ${settlementRows.keyPair} = ${keyPair} AND ${payments.method} = ${method} THEN ${sql.raw(String(rate))}`,
    ),
    sql` `,
  )} END`;
  const { amount, fee } = settlementRows;
  return db
    .select({ row: settlementRows, orderNumber: orders.number, rate: whole(usualRate) })
    .from(settlementRows)
    .innerJoin(payments, eq(payments.id, paymentId))
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(
      and(
        ofSales(month),
        sql`abs(${fee} * 10000 - ${amount} * (${usualRate})) > ${amount} * ${sql.raw(String(tolerance))} + 20000`,
      ),
    )
    .orderBy(asc(soldOn), asc(settlementRows.id))
    .limit(limit);
}

/** Payouts that arrived in a month, each with the sum of its rows in minor units. */
export const payoutsOfMonth = (db: Reader, { from, until, live }: MonthSpan) =>
  db
    .select({
      gateway: payouts.gateway,
      id: payouts.id,
      amount: payouts.amount,
      currency: payouts.currency,
      state: payouts.state,
      arrivesOn: payouts.arrivesOn,
      seenAt: payouts.seenAt,
      rows: whole(sql`coalesce(sum(${settlementRows.net}), 0)`),
    })
    .from(payouts)
    .leftJoin(
      settlementRows,
      and(
        eq(settlementRows.payout, payouts.id),
        eq(settlementRows.gateway, payouts.gateway),
        eq(settlementRows.live, payouts.live),
        standing(),
        eq(copy, 1),
      ),
    )
    .where(and(eq(payouts.live, live), gte(payouts.arrivesOn, from), lt(payouts.arrivesOn, until)))
    .groupBy(
      payouts.gateway,
      payouts.live,
      payouts.id,
      payouts.amount,
      payouts.currency,
      payouts.state,
      payouts.arrivesOn,
      payouts.seenAt,
    )
    .orderBy(asc(payouts.arrivesOn), asc(payouts.id));

/** A month's rows summed by gateway, kind and currency, in minor units. */
export const settledByKind = (db: Reader, { from, until, live }: MonthSpan) =>
  db
    .select({
      gateway: settlementRows.gateway,
      kind: settlementRows.kind,
      currency: settlementRows.currency,
      rows: whole(sql`count(*)`),
      amount: whole(sql`sum(${settlementRows.amount})`),
      fee: whole(sql`sum(${settlementRows.fee})`),
      vat: whole(sql`sum(${settlementRows.vat})`),
      net: whole(sql`sum(${settlementRows.net})`),
    })
    .from(settlementRows)
    .where(
      and(
        eq(settlementRows.live, live),
        gte(soldOn, from),
        lt(soldOn, until),
        standing(),
        eq(copy, 1),
        isNull(missingSince),
      ),
    )
    .groupBy(settlementRows.gateway, settlementRows.kind, settlementRows.currency);

/** What arrives at the bank by day, gateway and currency, in minor units; paid out or still to come. */
export const paidOutByDay = (db: Reader, { from, until, live }: MonthSpan) =>
  db
    .select({
      day: sql<string>`${payoutOn}`,
      gateway: settlementRows.gateway,
      currency: settlementRows.currency,
      rows: whole(sql`count(*)`),
      amount: whole(sql`sum(${settlementRows.amount})`),
      kept: whole(sql`sum(${settlementRows.fee} + ${settlementRows.vat})`),
      net: whole(sql`sum(${settlementRows.net})`),
      /** How much of it was paid out. */
      paid: whole(
        sql`coalesce(sum(CASE WHEN ${paidOutAt} IS NOT NULL THEN ${settlementRows.net} ELSE 0 END), 0)`,
      ),
    })
    .from(settlementRows)
    .where(
      and(
        eq(settlementRows.live, live),
        gte(payoutOn, from),
        lt(payoutOn, until),
        standing(),
        eq(copy, 1),
        isNull(missingSince),
      ),
    )
    .groupBy(payoutOn, settlementRows.gateway, settlementRows.currency)
    .orderBy(asc(payoutOn), asc(settlementRows.gateway), asc(settlementRows.currency));

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

/**
 * How many days after a payment it counted as sold, at most, by key pair, among what counts as sold from a day on. Pairs
 * without rows are left out. A weekly contract sells on Sundays.
 */
export async function longestCycles(
  db: Reader,
  live: boolean,
  from: string,
): Promise<Partial<Record<PairName, number>>> {
  const rows = await db
    .select({
      keyPair: settlementRows.keyPair,
      soldOn,
      first: sql`min(${settlementRows.approvedAt})`.mapWith(settlementRows.approvedAt),
    })
    .from(settlementRows)
    .where(
      and(
        eq(settlementRows.live, live),
        gte(soldOn, from),
        eq(settlementRows.kind, "capture"),
        isNotNull(settlementRows.approvedAt),
        standing(),
      ),
    )
    .groupBy(settlementRows.keyPair, soldOn);
  const longest: Partial<Record<PairName, number>> = {};
  for (const { keyPair, soldOn: day, first } of rows) {
    const days = Math.floor(
      (seoulMidnight(day).getTime() - seoulMidnight(seoulDate(first)).getTime()) / dayMs,
    );
    longest[keyPair] = Math.max(longest[keyPair] ?? 0, days);
  }
  return longest;
}

const dayMs = 86_400_000;
