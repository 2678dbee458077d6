import type { OrderListFilter, Work } from "@/db/desk/order-filter";
import { listedDisputes, listedOrders, listedPayments, sumsOfOrders } from "@/db/desk/order-rows";
import { countWork } from "@/db/desk/order-work";
import { orderKeys } from "@/db/desk/orders";
import type { OrderKey } from "@/db/desk/stretch";
import { ordersInNeed } from "@/db/needs";
import type { Dispute, Order } from "@/db/schema";
import { db } from "@/db/store";
import { days, later } from "@/lib/clock";
import type { OrderFilter } from "@/lib/contracts/desk/orders";
import type { Page, Position } from "@/lib/contracts/desk/page";
import { shownOrderStatus } from "@/lib/payments/view/present";
import { seoulMidnight } from "@/lib/seoul";
import { taxOf } from "@/lib/tax";
import { assertMay, type Staff } from "../staff/permissions";
import { pageOf, pageSize } from "./page";
import { dayIn, soughtIn } from "./search-term";

export type OrderRow = Awaited<ReturnType<typeof rowsOf>>[number];

/**
 * One page of the orders that match a filter, newest first unless it says otherwise. Orders with refunds are sorted by
 * their payments, and those that wait for a decision by when that began. Live and test orders are listed together, each
 * marked. Throws forbidden.
 */
export async function ordersPage(
  staff: Staff,
  filter: OrderFilter,
  position?: Position,
  limit = Number(filter.size ?? pageSize),
): Promise<Page<OrderRow>> {
  assertMay(staff, "orders:read");
  const page = await orderKeysPage(await listFilterOf(filter), position, limit);
  return { ...page, rows: await rowsOf(page.rows) };
}

export const orderKeysPage = async (filter: OrderListFilter, position: Position | undefined, limit: number) =>
  pageOf(await orderKeys(db, filter, position, limit + 1), limit, position, filter.sort);

/** How many orders of a list are added up; the exact number beyond that does not matter. */
const mostAdded = 1_000;

/**
 * How many orders match a filter, and what they cost in minor units, live and test money and each currency separately;
 * undefined if there are more than a thousand. Throws forbidden.
 */
export async function ordersTotals(staff: Staff, filter: OrderFilter) {
  assertMay(staff, "orders:read");
  const keys = await orderKeys(db, await listFilterOf(filter), undefined, mostAdded + 1);
  if (keys.length > mostAdded) return undefined;
  const sums = await sumsOfOrders(
    db,
    keys.map(({ orderId }) => orderId),
  );
  return { count: keys.length, sums };
}

export type OrdersTotals = Awaited<ReturnType<typeof ordersTotals>>;

/** How many orders wait in each list of work; 100 means 100 or more. Throws forbidden. */
export async function workCounts(staff: Staff): Promise<Record<Work, number>> {
  assertMay(staff, "orders:read");
  return countWork(db, mostCounted);
}

/** A tab has room for two digits. */
const mostCounted = 100;

/** What is packed first came first; all else is listed newest first. */
export const sortOf = ({ sort, work }: OrderFilter) => sort ?? (work === "to_ship" ? "oldest" : "newest");

/** The filter as the database takes it: the search is classified, days become timestamps. */
export async function listFilterOf(filter: OrderFilter): Promise<OrderListFilter> {
  const { q, work, status, gateway, method } = filter;
  // A day that was searched for is a filter; days chosen as well are the narrower ones.
  const day = dayIn(q);
  const { from = day, to = day } = filter;
  return {
    work,
    status,
    gateway,
    method,
    sort: sortOf(filter),
    sought: day === undefined ? await soughtIn(q) : undefined,
    from: from === undefined ? undefined : seoulMidnight(from),
    until: to === undefined ? undefined : later(seoulMidnight(to), days(1)),
  };
}

/** The state of the most pressing dispute, unless all were won: open ones come before lost ones. */
export const standingDispute = (disputes: Pick<Dispute, "state">[]) =>
  (["open", "inquiry", "lost"] as const).find((wanted) => disputes.some(({ state }) => state === wanted)) ??
  null;

/** How many other orders of a shopper are shown beside one. */
const mostOthers = 5;

/**
 * The newest other orders with the same email address, and whether there are more; none if the shopper was erased.
 * Throws forbidden.
 */
export async function otherOrdersOf(
  staff: Staff,
  { id, customerEmail }: Pick<Order, "id" | "customerEmail">,
) {
  assertMay(staff, "orders:read");
  if (customerEmail === "") return { email: "", rows: [], isMore: false };
  const email = customerEmail.toLowerCase();
  const sought = { by: "any" as const, readings: [{ by: "email" as const, email }] };
  const keys = await orderKeys(db, { sought }, undefined, mostOthers + 2);
  const others = keys.filter(({ orderId }) => orderId !== id);
  const rows = await rowsOf(others.slice(0, mostOthers));
  return { email, rows, isMore: others.length > mostOthers };
}

export type OtherOrders = Awaited<ReturnType<typeof otherOrdersOf>>;

/** The rows for these keys, in the same order. Amounts in minor units. */
export async function rowsOf(keys: OrderKey[]) {
  if (keys.length === 0) return [];
  const ids = keys.map(({ orderId }) => orderId);
  const [found, payments, inNeed] = await Promise.all([
    listedOrders(db, ids),
    listedPayments(db, ids),
    ordersInNeed(db, ids),
  ]);
  const orders = new Map(found.map((order) => [order.id, order]));
  const byId = new Map(payments.map((payment) => [payment.id, payment]));
  const disputes = await listedDisputes(
    db,
    found.flatMap(({ winnerPaymentId }) => winnerPaymentId ?? []),
  );
  return ids.flatMap((orderId) => {
    const order = orders.get(orderId);
    if (!order) return [];
    const { winnerPaymentId, ...shown } = order;
    const winner = byId.get(winnerPaymentId ?? "");
    return [
      {
        ...shown,
        status: shownOrderStatus(order, winner),
        refunded: winner?.refunded ?? 0,
        tax: winner && taxOf(winner),
        dispute: standingDispute(disputes.filter(({ paymentId }) => paymentId === winnerPaymentId)),
        needsPerson: inNeed.has(orderId),
      },
    ];
  });
}
