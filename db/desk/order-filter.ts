import { and, type Column, gte, lt, sql } from "drizzle-orm";
import type { works } from "@/lib/contracts/desk/orders";
import type { GatewayName } from "@/lib/contracts/gateways";
import type { PaymentMethod } from "@/lib/contracts/methods";
import type { orderStatuses } from "@/lib/contracts/orders";
import { unindexed } from "../columns";
import { orders, payments } from "../schema";
import { fits, type Sought } from "./order-search";
import { also, type Sort } from "./page";

// Which orders a list shows, where an index was already chosen.

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

export type Status = NonNullable<OrderListFilter["status"]>;

export const stored = (status: Status) =>
  status === "partially_refunded" || status === "refunded" ? "paid" : status;

/** Matches orders shown with this status; only `paid` is shown in three ways. */
export function shows(status: Status | undefined) {
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
export const isGivenBack = {
  partially_refunded: sql`${payments.refunded} > 0 AND ${payments.refunded} < ${payments.captured}`,
  refunded: sql`${payments.refunded} > 0 AND ${payments.refunded} >= ${payments.captured}`,
};

export const made = ({ from, until }: OrderListFilter) => [
  from && gte(orders.createdAt, from),
  until && lt(orders.createdAt, until),
];

/** Matches a row of a list of work whose order fits the filter. */
export function ofFittingOrder(orderId: Column, filter: OrderListFilter) {
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
