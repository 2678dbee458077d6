import {
  listedDisputes,
  listedOrders,
  listedPayments,
  type OrderKey,
  type OrderListFilter,
  orderKeys,
} from "@/db/desk/orders";
import { ordersInNeed } from "@/db/needs";
import type { Dispute } from "@/db/schema";
import { db } from "@/db/store";
import { days, later } from "@/lib/clock";
import type { OrderFilter } from "@/lib/contracts/desk/orders";
import type { Page, Position } from "@/lib/contracts/desk/page";
import { shownOrderStatus } from "@/lib/payments/view/present";
import { seoulMidnight } from "@/lib/seoul";
import { taxOf } from "@/lib/tax";
import { assertMay, type Staff } from "../staff/permissions";
import { pageOf, pageSize } from "./page";
import { soughtIn } from "./search-term";

export type OrderRow = Awaited<ReturnType<typeof rowsOf>>[number];

/**
 * One page of the orders that match a filter, newest first; orders with refunds are sorted by their payments. Live and
 * test orders are listed together, each marked. Throws forbidden.
 */
export async function ordersPage(
  staff: Staff,
  filter: OrderFilter,
  position?: Position,
  limit = pageSize,
): Promise<Page<OrderRow>> {
  assertMay(staff, "orders:read");
  const page = await orderKeysPage(await listFilterOf(filter), position, limit);
  return { ...page, rows: await rowsOf(page.rows) };
}

export const orderKeysPage = async (filter: OrderListFilter, position: Position | undefined, limit: number) =>
  pageOf(await orderKeys(db, filter, position, limit + 1), limit, position);

/** The filter as the database takes it: the search term is classified, days become timestamps. */
export const listFilterOf = async ({ q, from, to, ...rest }: OrderFilter): Promise<OrderListFilter> => ({
  ...rest,
  sought: await soughtIn(q),
  from: from === undefined ? undefined : seoulMidnight(from),
  until: to === undefined ? undefined : later(seoulMidnight(to), days(1)),
});

/** The state of the most pressing dispute, unless all were won: open ones come before lost ones. */
export const standingDispute = (disputes: Pick<Dispute, "state">[]) =>
  (["open", "inquiry", "lost"] as const).find((wanted) => disputes.some(({ state }) => state === wanted)) ??
  null;

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
    const { id, winnerPaymentId, status, ...shown } = order;
    const winner = byId.get(winnerPaymentId ?? "");
    return [
      {
        ...shown,
        status: shownOrderStatus(order, winner),
        refunded: winner?.refunded ?? 0,
        tax: winner && taxOf(winner),
        dispute: standingDispute(disputes.filter(({ paymentId }) => paymentId === winnerPaymentId)),
        needsPerson: inNeed.has(id),
      },
    ];
  });
}
