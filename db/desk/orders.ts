import {
  and,
  type Column,
  eq,
  gte,
  inArray,
  isNotNull,
  isNull,
  like,
  lt,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import type { works } from "@/lib/contracts/desk/orders";
import type { Position } from "@/lib/contracts/desk/page";
import { type GatewayName, gatewayNames } from "@/lib/contracts/gateways";
import { type PaymentMethod, paymentMethods } from "@/lib/contracts/methods";
import type { orderStatuses } from "@/lib/contracts/orders";
import { alias, contains, unindexed } from "../columns";
import { disputes, needs, orderSearchTerms, orders, payments, type Refund, refunds } from "../schema";
import type { Reader } from "../store";
import { also, beyond, nearestFirst, type Sort, wayOf } from "./page";

/** One way to understand what was typed; each has a separate index. */
export type Reading =
  /** A term of a name or an email address, and what its text contains if that is more. */
  | { by: "term"; term: string; rest: string | undefined }
  | { by: "email"; email: string }
  /** The end of a phone number, at least four digits, without the leading zero of a domestic number. */
  | { by: "phone"; end: string }
  /** The end of an order number: at least four characters. */
  | { by: "number"; end: string }
  /** In minor units. */
  | { by: "amount"; amount: number; currency: "KRW" | "USD" };

/** What to search for: these orders, or all that fit one of the readings. */
export type Sought = { by: "id"; ids: string[] } | { by: "any"; readings: Reading[] };

/** The lists of work: to be packed, in need of a decision, waiting for an approval, with a refund in progress. */
export type Work = (typeof works)[number];

export type OrderListFilter = {
  sought?: Sought | undefined;
  work?: Work | undefined;
  status?: (typeof orderStatuses)[number] | undefined;
  gateway?: GatewayName | undefined;
  method?: PaymentMethod | undefined;
  /** Created at or after. */
  from?: Date | undefined;
  /** Created before. */
  until?: Date | undefined;
  sort?: Sort | undefined;
};

/** An order in a list, with the key the list is sorted by. */
export type OrderKey = { orderId: string; at: Date; id: string };

const sorted = { at: orders.createdAt, id: orders.id };

/**
 * The orders of one page, nearest to the position first. The rarest condition leads and decides which index is read:
 * work that few orders wait for, a status that few have, the search term, a refund, what is to be shipped, or else the
 * payment method. All others are checked on each row.
 */
export function orderKeys(
  db: Reader,
  filter: OrderListFilter,
  position: Position | undefined,
  limit: number,
): Promise<OrderKey[]> {
  const { sought, work, status, gateway, method, sort } = filter;
  const way = [also(orders.gateway, gateway), also(orders.method, method)];
  const list = (led: SQL | undefined, ...rest: (SQL | undefined)[]) =>
    keysOf(db, [ledBy(and(led, ...rest, ...made(filter)))], { position, sort, limit });
  if (sought?.by === "id") return named(db, sought.ids, filter, position, limit);
  if (work && work !== "to_ship") return ofWork(db, work, filter, position, limit);
  if (status && fewHave.has(status))
    return list(eq(orders.status, stored(status)), fits(sought), waits(work), ...way);
  if (sought) return found(db, sought.readings, filter, position, limit);
  if (status === "refunded" || status === "partially_refunded")
    return givenBack(db, filter, status, position, limit);
  if (work) return list(toShip, also(orders.status, status && stored(status)), shows(status), ...way);
  if (gateway || method)
    return keysOf(
      db,
      waysToPay(gateway, method).map((led) =>
        ledBy(and(led, also(orders.status, status && stored(status)), shows(status), ...made(filter))),
      ),
      { position, sort, limit },
    );
  return list(status && eq(orders.status, stored(status)), shows(status));
}

type Status = NonNullable<OrderListFilter["status"]>;

/** Orders leave these statuses soon, or rarely reach them. */
const fewHave: ReadonlySet<Status> = new Set(["open", "waiting_for_deposit", "authorized", "in_review"]);

const stored = (status: Status) =>
  status === "partially_refunded" || status === "refunded" ? "paid" : status;

/** Matches orders shown with this status; only `paid` is shown in three ways. */
function shows(status: Status | undefined) {
  const winner = sql`FROM ${payments} WHERE ${payments.id} = ${orders.winnerPaymentId}`;
  switch (status) {
    case "paid":
      return sql`(SELECT ${payments.refunded} > 0 ${winner}) IS NOT TRUE`;
    case "partially_refunded":
    case "refunded":
      return sql`(SELECT ${isGivenBack[status]} ${winner}) IS TRUE`;
    default:
      return undefined;
  }
}

// The literal 0 matches the definition of the partial index.
const isGivenBack = {
  partially_refunded: sql`${payments.refunded} > 0 AND ${payments.refunded} < ${payments.captured}`,
  refunded: sql`${payments.refunded} > 0 AND ${payments.refunded} >= ${payments.captured}`,
};

/** Whether the shop still has some of the money, or the order was free. */
const notRefunded = sql`(SELECT ${payments.refunded} < ${payments.captured} FROM ${payments} WHERE ${payments.id} = ${orders.winnerPaymentId}) IS NOT FALSE`;

/** What the partial index of orders to be shipped contains, word for word, and what it may still contain too much. */
const toShip = sql`${orders.paidAt} IS NOT NULL AND ${orders.shippedAt} IS NULL AND NOT ${orders.refundedWhole} AND ${orders.shippingAddress} IS NOT NULL AND ${unindexed(orders.status)} = 'paid' AND ${notRefunded}`;

/** Orders with an open need. */
const needed = sql`EXISTS (SELECT 1 FROM ${needs} WHERE ${needs.orderId} = ${orders.id} AND ${needs.closedAt} IS NULL)`;

const withRefund = (states: SQL) =>
  sql`EXISTS (SELECT 1 FROM ${refunds} WHERE ${refunds.orderId} = ${orders.id} AND ${states})`;

const inApproval = sql`${unindexed(refunds.state)} = 'waiting_for_approval'`;
const inProgress = sql`${unindexed(refunds.state)} IN ('waiting_for_account', 'queued', 'asked')`;

/** Matches orders with this work, where another condition leads. */
function waits(work: Work | undefined): SQL | undefined {
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

/** Whether an order is what was searched for, where another condition leads. */
const fits = (sought: Sought | undefined) =>
  sought?.by === "any" ? (or(...sought.readings.map(fitsReading)) ?? sql`1 = 0`) : undefined;

function fitsReading(reading: Reading): SQL | undefined {
  switch (reading.by) {
    case "term": {
      // The whole key is given, so the index is not read further than to this row.
      const has = sql`EXISTS (SELECT 1 FROM ${orderSearchTerms} WHERE ${orderSearchTerms.term} = ${reading.term}
        AND ${orderSearchTerms.createdAt} = ${orders.createdAt} AND ${orderSearchTerms.orderId} = ${orders.id})`;
      return and(has, holds(reading.rest));
    }
    case "email":
      return sql`lower(${orders.customerEmail}) = ${reading.email}`;
    case "phone":
      return and(
        also(orders.customerPhoneEnd, reading.end.slice(-4)),
        endsIn(orders.customerPhone, reading.end),
      );
    case "number":
      return and(also(orders.numberEnd, reading.end.slice(-4)), endsIn(orders.number, reading.end));
    case "amount":
      return and(
        also(orders.currency, reading.currency),
        sql`${unindexed(orders.amount)} = ${reading.amount}`,
      );
  }
}

const holds = (rest: string | undefined) =>
  rest === undefined ? undefined : contains(orders.searchText, rest);

const endsIn = (column: Column, end: string) => (end.length > 4 ? like(column, `%${end}`) : undefined);

/** The rows of one index that a reading leads to. */
function leads(reading: Reading): Lead {
  switch (reading.by) {
    case "term":
      return {
        from: "terms",
        where: and(eq(orderSearchTerms.term, reading.term), holds(reading.rest)),
        begins: reading.rest === undefined ? undefined : reading.term,
      };
    case "email":
      return ledBy(sql`lower(${orders.customerEmail}) = ${reading.email}`);
    case "phone":
      return ledBy(
        and(eq(orders.customerPhoneEnd, reading.end.slice(-4)), endsIn(orders.customerPhone, reading.end)),
      );
    case "number":
      return ledBy(and(eq(orders.numberEnd, reading.end.slice(-4)), endsIn(orders.number, reading.end)));
    case "amount":
      return ledBy(and(eq(orders.amount, reading.amount), also(orders.currency, reading.currency)));
  }
}

/** The orders that fit one of these readings; a row that fits two is listed once. */
async function found(
  db: Reader,
  readings: Reading[],
  filter: OrderListFilter,
  position: Position | undefined,
  limit: number,
) {
  const { status, gateway, method, work, sort } = filter;
  const rest = and(
    also(orders.status, status && stored(status)),
    shows(status),
    also(orders.gateway, gateway),
    also(orders.method, method),
    waits(work),
    ...made(filter),
  );
  const leading = readings.map(leads).map((lead) => ({ ...lead, where: and(lead.where, rest) }));
  return keysOf(db, leading, { position, sort, limit });
}

/** Orders that a reference names: too few to need an index for sorting. */
async function named(
  db: Reader,
  ids: string[],
  filter: OrderListFilter,
  position: Position | undefined,
  limit: number,
) {
  const { status, gateway, method } = filter;
  const rows = await db
    .select(sorted)
    .from(orders)
    .where(
      and(
        inArray(orders.id, ids),
        status && eq(orders.status, stored(status)),
        shows(status),
        gateway && eq(orders.gateway, gateway),
        method && eq(orders.method, method),
        waits(filter.work),
        ...made(filter),
        beyond(sorted, position),
      ),
    );
  return nearest(rows, { position, sort: filter.sort, limit }).map(keyOf);
}

const made = ({ from, until }: OrderListFilter) => [
  from && gte(orders.createdAt, from),
  until && lt(orders.createdAt, until),
];

/** The index has a gateway's orders by method, so all of its methods are as many index ranges. */
const waysToPay = (gateway: OrderListFilter["gateway"], method: PaymentMethod | undefined) =>
  (gateway ? [gateway] : gatewayNames).flatMap((ofGateway) =>
    (method ? [method] : paymentMethods).map((by) =>
      and(eq(orders.gateway, ofGateway), eq(orders.method, by)),
    ),
  );

/** Where a list is read, and how much of it. */
type Stretch = { position: Position | undefined; sort: Sort | undefined; limit: number };

/** Rows of one index: of the orders, or of their search terms, which are sorted alike. */
type Lead = {
  from: "orders" | "terms";
  where: SQL | undefined;
  /** The term, if it is only the beginning of what was searched for. */
  begins?: string | undefined;
};

const ledBy = (where: SQL | undefined): Lead => ({ from: "orders", where });

const sortedTerms = { at: orderSearchTerms.createdAt, id: orderSearchTerms.orderId };

const rowsLedBy = (db: Reader, { from, where, begins }: Lead, stretch: Stretch) => {
  const { position, sort, limit } = stretch;
  return from === "orders"
    ? db
        .select(sorted)
        .from(orders)
        .where(and(where, beyond(sorted, position)))
        .orderBy(...nearestFirst(sorted, position, sort))
        .limit(limit)
    : db
        .select(sortedTerms)
        .from(orderSearchTerms)
        .innerJoin(orders, eq(orders.id, orderSearchTerms.orderId))
        .where(
          and(where, begins === undefined ? undefined : near(begins, stretch), beyond(sortedTerms, position)),
        )
        .orderBy(...nearestFirst(sortedTerms, position, sort))
        .limit(limit);
};

/** How many orders whose text begins like a long search are compared with all of it. */
const mostCompared = 5_000;

/**
 * Ends a list after as many rows of a term: a mistake in a long word must not compare every order that begins like it,
 * such as all with the same mail provider.
 */
function near(term: string, { position, sort }: Stretch): SQL {
  const isNewer = wayOf(position, sort) === "newer";
  const end = sql`(SELECT ${orderSearchTerms.createdAt} FROM ${orderSearchTerms}
    WHERE ${and(eq(orderSearchTerms.term, term), beyond(sortedTerms, position))}
    ORDER BY ${sql.join(nearestFirst(sortedTerms, position, sort), sql`, `)} LIMIT 1 OFFSET ${mostCompared})`;
  const last = sql.param(new Date(isNewer ? "9999-01-01" : 0), orders.createdAt);
  return sql`${orderSearchTerms.createdAt} ${sql.raw(isNewer ? "<=" : ">=")} coalesce(${end}, ${last})`;
}

/** Reads one index range, or as many rows of several as a page can need, in one statement. */
async function keysOf(db: Reader, leading: Lead[], stretch: Stretch): Promise<OrderKey[]> {
  const [first, second, ...others] = leading.map((lead) => {
    const rows = rowsLedBy(db, lead, stretch).as("stretch");
    return db.select({ at: rows.at, id: rows.id }).from(rows);
  });
  if (!first) return [];
  const rows = await (second
    ? others.reduce((all, one) => all.unionAll(one), first.unionAll(second))
    : first);
  const once = new Map(rows.map((row) => [row.id, row]));
  return nearest([...once.values()], stretch).map(keyOf);
}

const keyOf = ({ at, id }: { at: Date; id: string }): OrderKey => ({ orderId: id, at, id });

/** The rows nearest to a position, out of a few. */
function nearest<Row extends { at: Date; id: string }>(rows: Row[], { position, sort, limit }: Stretch) {
  const way = wayOf(position, sort) === "newer" ? 1 : -1;
  const later = (a: Row, b: Row) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1);
  return rows.toSorted((a, b) => way * later(a, b)).slice(0, limit);
}

/** Matches a row of a list of work whose order fits the filter. */
function ofFittingOrder(orderId: Column, filter: OrderListFilter) {
  const { status, gateway, method, sought } = filter;
  const fitting = and(
    status && sql`${unindexed(orders.status)} = ${sql.param(stored(status), orders.status)}`,
    shows(status),
    also(orders.gateway, gateway),
    also(orders.method, method),
    fits(sought),
    ...made(filter),
  );
  return fitting && sql`(SELECT ${fitting} FROM ${orders} WHERE ${orders.id} = ${orderId}) IS TRUE`;
}

/** Orders that wait for somebody, sorted by what they wait for; each once, where its newest item is. */
async function ofWork(
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

/** Orders with refunds, sorted by the payments that paid them. */
function givenBack(
  db: Reader,
  filter: OrderListFilter,
  status: keyof typeof isGivenBack,
  position: Position | undefined,
  limit: number,
): Promise<OrderKey[]> {
  const key = { at: payments.createdAt, id: payments.id };
  const paid = and(
    eq(orders.winnerPaymentId, payments.id),
    filter.gateway && eq(orders.gateway, filter.gateway),
    filter.method && eq(orders.method, filter.method),
    waits(filter.work),
    ...made(filter),
  );
  return db
    .select({ orderId: payments.orderId, ...key })
    .from(payments)
    .where(
      and(
        isGivenBack[status],
        sql`(SELECT ${paid} FROM ${orders} WHERE ${orders.id} = ${payments.orderId}) IS TRUE`,
        // No order is paid before it is created.
        filter.from && gte(payments.createdAt, filter.from),
        beyond(key, position),
      ),
    )
    .orderBy(...nearestFirst(key, position, filter.sort))
    .limit(limit);
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

/** What these orders cost in all, in minor units. */
export const sumsOfOrders = async (db: Reader, ids: string[]) =>
  ids.length === 0
    ? []
    : db
        .select({
          currency: orders.currency,
          live: orders.live,
          amount: sql`sum(${orders.amount})`.mapWith(Number),
          count: sql`count(*)`.mapWith(Number),
        })
        .from(orders)
        .where(inArray(orders.id, ids))
        .groupBy(orders.currency, orders.live);

/** These orders as lists show them, unsorted. */
export const listedOrders = (db: Reader, ids: string[]) =>
  db
    .select({
      id: orders.id,
      number: orders.number,
      name: orders.name,
      status: orders.status,
      amount: orders.amount,
      shipping: orders.shipping,
      currency: orders.currency,
      live: orders.live,
      customerName: orders.customerName,
      customerEmail: orders.customerEmail,
      customerPhone: orders.customerPhone,
      shippingAddress: orders.shippingAddress,
      winnerPaymentId: orders.winnerPaymentId,
      gateway: orders.gateway,
      method: orders.method,
      createdAt: orders.createdAt,
      paidAt: orders.paidAt,
      shippedAt: orders.shippedAt,
      courier: orders.courier,
      trackingNumber: orders.trackingNumber,
    })
    .from(orders)
    .where(inArray(orders.id, ids));

/** The parts of these orders' payments that lists show. */
export const listedPayments = (db: Reader, orderIds: string[]) =>
  db
    .select({
      id: payments.id,
      orderId: payments.orderId,
      gateway: payments.gateway,
      currency: payments.currency,
      captured: payments.captured,
      refunded: payments.refunded,
      taxFree: payments.taxFree,
      taxFreeRefunded: payments.taxFreeRefunded,
    })
    .from(payments)
    .where(inArray(payments.orderId, orderIds));

/** The states of these payments' disputes. */
export const listedDisputes = async (db: Reader, paymentIds: string[]) =>
  paymentIds.length === 0
    ? []
    : db
        .select({ paymentId: disputes.paymentId, state: disputes.state })
        .from(disputes)
        .where(inArray(disputes.paymentId, paymentIds));

/** The orders that an order number or a gateway's key refers to: rarely more than one. */
export async function ordersByReference(db: Reader, numbers: string[], reference: string): Promise<string[]> {
  const byPayment = (is: SQL) => db.select({ id: payments.orderId }).from(payments).where(is);
  const rows = await db
    .select({ id: orders.id })
    .from(orders)
    .where(inArray(orders.number, numbers))
    .unionAll(byPayment(inArray(payments.gatewayOrderId, [...numbers, reference])))
    .unionAll(byPayment(eq(payments.gatewayPaymentKey, reference)))
    .unionAll(byPayment(eq(payments.gatewaySessionKey, reference)))
    .unionAll(byPayment(eq(payments.id, reference)))
    .limit(100);
  return [...new Set(rows.map(({ id }) => id))];
}
