import { and, eq, gte, inArray, type SQL, sql } from "drizzle-orm";
import type { Position } from "@/lib/contracts/desk/page";
import { gatewayNames } from "@/lib/contracts/gateways";
import { type PaymentMethod, paymentMethods } from "@/lib/contracts/methods";
import { orderSearchTerms, orders, payments } from "../schema";
import type { Reader } from "../store";
import { isGivenBack, made, type OrderListFilter, type Status, shows, stored } from "./order-filter";
import { fits, type Lead, leads, ledBy, near, type Reading, sortedTerms } from "./order-search";
import { ofWork, toShip, waits } from "./order-work";
import { also, beyond, nearestFirst } from "./page";
import { keyOf, nearest, type OrderKey, type Stretch } from "./stretch";

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

/** Orders leave these statuses soon, or rarely reach them. */
const fewHave: ReadonlySet<Status> = new Set(["open", "waiting_for_deposit", "authorized", "in_review"]);

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

/** The index has a gateway's orders by method, so all of its methods are as many index ranges. */
const waysToPay = (gateway: OrderListFilter["gateway"], method: PaymentMethod | undefined) =>
  (gateway ? [gateway] : gatewayNames).flatMap((ofGateway) =>
    (method ? [method] : paymentMethods).map((by) =>
      and(eq(orders.gateway, ofGateway), eq(orders.method, by)),
    ),
  );

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
