import { and, eq, inArray, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import type { Position } from "@/lib/contracts/desk/page";
import { alias, unindexed } from "../columns";
import { needs, orders, payments, type Refund, refunds } from "../schema";
import type { Reader } from "../store";
import { type OrderListFilter, ofFittingOrder, type Work } from "./order-filter";
import { beyond, nearestFirst } from "./page";
import { nearest, type OrderKey, type Stretch } from "./stretch";

// The lists of work, and how long they are.

/** Whether the shop still has some of the money, or the order was free. */
const notRefunded = sql`(SELECT ${payments.refunded} < ${payments.captured} FROM ${payments} WHERE ${payments.id} = ${orders.winnerPaymentId}) IS NOT FALSE`;

/** What the partial index of orders to be shipped contains, word for word, and what it may still contain too much. */
export const toShip = sql`${orders.paidAt} IS NOT NULL AND ${orders.shippedAt} IS NULL AND NOT ${orders.refundedWhole} AND ${orders.shippingAddress} IS NOT NULL AND ${unindexed(orders.status)} = 'paid' AND ${notRefunded}`;

/** Orders with an open need. */
const needed = sql`EXISTS (SELECT 1 FROM ${needs} WHERE ${needs.orderId} = ${orders.id} AND ${needs.closedAt} IS NULL)`;

const withRefund = (states: SQL) =>
  sql`EXISTS (SELECT 1 FROM ${refunds} WHERE ${refunds.orderId} = ${orders.id} AND ${states})`;

const inApproval = sql`${unindexed(refunds.state)} = 'waiting_for_approval'`;
const inProgress = sql`${unindexed(refunds.state)} IN ('waiting_for_account', 'queued', 'asked')`;

/** Matches orders with this work, where another condition leads. */
export function waits(work: Work | undefined): SQL | undefined {
  switch (work) {
    case "to_ship":
      return sql`${unindexed(orders.status)} = 'paid' AND ${orders.shippedAt} IS NULL AND ${orders.shippingAddress} IS NOT NULL AND ${notRefunded}`;
    case "review":
      return needed;
    case "approval":
      return withRefund(inApproval);
    case "refunding":
      return withRefund(inProgress);
    default:
      return undefined;
  }
}

/** Orders that wait for somebody, sorted by what they wait for; each once, where its newest item is. */
export async function ofWork(
  db: Reader,
  work: Exclude<Work, "to_ship">,
  filter: OrderListFilter,
  position: Position | undefined,
  limit: number,
): Promise<OrderKey[]> {
  const { sort } = filter;
  if (work === "review") {
    const key = { at: needs.openedAt, id: needs.id };
    const later = alias(needs, "later");
    const isNewest = sql`NOT EXISTS (SELECT 1 FROM ${needs} AS later WHERE ${later.orderId} = ${needs.orderId}
      AND ${later.closedAt} IS NULL AND (${later.openedAt}, ${later.id}) > (${needs.openedAt}, ${needs.id}))`;
    const rows = await db
      .select({ orderId: needs.orderId, ...key })
      .from(needs)
      .where(
        and(
          isNull(needs.closedAt),
          isNotNull(unindexed(needs.orderId)),
          isNewest,
          ofFittingOrder(needs.orderId, filter),
          beyond(key, position),
        ),
      )
      .orderBy(...nearestFirst(key, position, sort))
      .limit(limit);
    return rows.flatMap(({ orderId, at, id }) => (orderId === null ? [] : [{ orderId, at, id }]));
  }
  return withRefunds(db, refundStatesOf[work], filter, { position, sort, limit });
}

const refundStatesOf = {
  approval: ["waiting_for_approval"],
  refunding: ["waiting_for_account", "queued", "asked"],
} as const;

/** Orders with refunds in these states, each where its newest one is. */
async function withRefunds(
  db: Reader,
  states: readonly Refund["state"][],
  filter: OrderListFilter,
  stretch: Stretch,
) {
  const key = { at: refunds.createdAt, id: refunds.id };
  const later = alias(refunds, "later");
  const isNewest = sql`NOT EXISTS (SELECT 1 FROM ${refunds} AS later WHERE ${later.orderId} = ${refunds.orderId}
    AND ${inArray(unindexed(later.state), [...states])} AND (${later.createdAt}, ${later.id}) > (${refunds.createdAt}, ${refunds.id}))`;
  const each = await Promise.all(
    states.map((state) =>
      db
        .select({ orderId: refunds.orderId, ...key })
        .from(refunds)
        .where(
          and(
            eq(refunds.state, state),
            isNewest,
            ofFittingOrder(refunds.orderId, filter),
            beyond(key, stretch.position),
          ),
        )
        .orderBy(...nearestFirst(key, stretch.position, stretch.sort))
        .limit(stretch.limit),
    ),
  );
  return nearest(each.flat(), stretch);
}

/** How many orders each list of work has, counted up to `most`. An order with two refunds counts once. */
export async function countWork(db: Reader, most: number): Promise<Record<Work, number>> {
  const upTo = (waiting: SQL) =>
    sql`(SELECT count(DISTINCT waiting.id) FROM (SELECT ${waiting} LIMIT ${most}) AS waiting)`.mapWith(
      Number,
    );
  const refundsIn = (states: readonly Refund["state"][]) =>
    upTo(sql`${refunds.orderId} AS id FROM ${refunds} WHERE ${inArray(refunds.state, [...states])}`);
  const [counts] = await db
    .select({
      to_ship: upTo(sql`${orders.id} AS id FROM ${orders} WHERE ${toShip}`),
      review: upTo(sql`${needs.orderId} AS id FROM ${needs} WHERE ${needs.closedAt} IS NULL`),
      approval: refundsIn(refundStatesOf.approval),
      refunding: refundsIn(refundStatesOf.refunding),
    })
    .from(sql`(SELECT 1) AS one`);
  if (!counts) throw new Error("Nothing was counted.");
  return counts;
}
