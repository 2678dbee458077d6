import { and, eq, gte, inArray, like, lt, type SQL, sql } from "drizzle-orm";
import type { Position } from "@/lib/contracts/desk/page";
import { type GatewayName, gatewayNames } from "@/lib/contracts/gateways";
import { type PaymentMethod, paymentMethods } from "@/lib/contracts/methods";
import type { orderStatuses } from "@/lib/contracts/orders";
import { disputes, orders, payments } from "../schema";
import type { Reader } from "../store";
import { also, beyond, nearestFirst } from "./page";

/** What to search for; each kind has a separate index. */
export type Sought =
  | { by: "email"; email: string }
  | { by: "phone_end"; end: string }
  /** The digits without the leading zero of a domestic number: the end of a phone number in any notation. */
  | { by: "phone"; digits: string }
  | { by: "name"; name: string }
  | { by: "id"; ids: string[] };

export type OrderListFilter = {
  sought?: Sought | undefined;
  status?: (typeof orderStatuses)[number] | undefined;
  gateway?: GatewayName | undefined;
  method?: PaymentMethod | undefined;
  /** Created at or after. */
  from?: Date | undefined;
  /** Created before. */
  until?: Date | undefined;
};

/** An order in a list, with the key the list is sorted by. */
export type OrderKey = { orderId: string; at: Date; id: string };

const sorted = { at: orders.createdAt, id: orders.id };

/**
 * The orders of one page, nearest to the position first. The rarest condition leads and decides which index is read:
 * the search term, else a refund, else a status that few orders have, else the payment method.
 */
export function orderKeys(
  db: Reader,
  filter: OrderListFilter,
  position: Position | undefined,
  limit: number,
): Promise<OrderKey[]> {
  const { sought, status, gateway, method } = filter;
  const way = [also(orders.gateway, gateway), also(orders.method, method)];
  const list = (led: SQL | undefined, ...rest: (SQL | undefined)[]) =>
    keysOf(db, [and(led, ...rest, ...made(filter))], position, limit);
  if (sought?.by === "id") return named(db, sought.ids, filter, position, limit);
  if (sought)
    return list(found(sought), also(orders.status, status && stored(status)), shows(status), ...way);
  if (status === "refunded" || status === "partially_refunded")
    return givenBack(db, filter, status, position, limit);
  if (status && fewHave.has(status)) return list(eq(orders.status, stored(status)), ...way);
  if (gateway || method)
    return keysOf(
      db,
      waysToPay(gateway, method).map((led) =>
        and(led, also(orders.status, status && stored(status)), shows(status), ...made(filter)),
      ),
      position,
      limit,
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

function found(sought: Exclude<Sought, { by: "id" }>): SQL | undefined {
  switch (sought.by) {
    case "email":
      return sql`lower(${orders.customerEmail}) = ${sought.email}`;
    case "phone_end":
      return eq(orders.customerPhoneEnd, sought.end);
    case "phone":
      return and(
        eq(orders.customerPhoneEnd, sought.digits.slice(-4)),
        like(orders.customerPhone, `%${sought.digits}`),
      );
    case "name":
      return eq(orders.customerName, sought.name);
  }
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
        ...made(filter),
        beyond(sorted, position),
      ),
    );
  return nearest(rows, position, limit).map(keyOf);
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

/** Reads one index range, or as many rows of several as a page can need. */
async function keysOf(
  db: Reader,
  stretches: (SQL | undefined)[],
  position: Position | undefined,
  limit: number,
): Promise<OrderKey[]> {
  const [first, second, ...others] = stretches.map((stretch) =>
    db
      .select(sorted)
      .from(orders)
      .where(and(stretch, beyond(sorted, position)))
      .orderBy(...nearestFirst(sorted, position))
      .limit(limit),
  );
  if (!first) return [];
  if (!second) return (await first).map(keyOf);
  const whole = (stretch: typeof first) => db.select().from(stretch.as("stretch"));
  const found = await others.reduce(
    (all, stretch) => all.unionAll(whole(stretch)),
    whole(first).unionAll(whole(second)),
  );
  return nearest(found, position, limit).map(keyOf);
}

const keyOf = ({ at, id }: { at: Date; id: string }): OrderKey => ({ orderId: id, at, id });

/** The rows nearest to a position, out of a few. */
function nearest<Row extends { at: Date; id: string }>(
  rows: Row[],
  position: Position | undefined,
  limit: number,
) {
  const way = position?.go === "newer" ? 1 : -1;
  const later = (a: Row, b: Row) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1);
  return rows.toSorted((a, b) => way * later(a, b)).slice(0, limit);
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
    .orderBy(...nearestFirst(key, position))
    .limit(limit);
}

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
