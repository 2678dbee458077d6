import { and, asc, eq, gt, gte, isNull, lt, sql } from "drizzle-orm";
import type { PairName } from "@/lib/contracts/gateways";
import { type MonthSpan, postedRows, whole } from "./month-sums";
import { orders, payments, settlementRows } from "./schema";
import type { Reader } from "./store";

const { paymentId, soldOn } = settlementRows;

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
