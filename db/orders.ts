import {
  and,
  asc,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  like,
  lte,
  notExists,
  type SQL,
  sql,
} from "drizzle-orm";
import { searchTextOf } from "@/lib/contact/search-text";
import type { Parcel } from "@/lib/contracts/couriers";
import { calls, type Order, orderItems, orders, payments, refunds } from "./schema";
import { insertSearchTerms } from "./search-terms";
import { asNumber, first, statement, write } from "./statement";
import type { Reader, Tx } from "./store";

export const orderByNumber = first(
  statement((db: Reader, number: SQL<string>) => db.select().from(orders).where(eq(orders.number, number))),
);

export const orderById = first(
  statement((db: Reader, id: SQL<string>) => db.select().from(orders).where(eq(orders.id, id))),
);

/** The orders whose numbers end in these characters, of which there are at least four; rarely more than one. */
export const ordersByNumberEnd = async (db: Reader, end: string, most: number) =>
  db
    .select()
    .from(orders)
    .where(and(eq(orders.numberEnd, end.slice(-4)), like(orders.number, `%${end.replaceAll("_", "")}`)))
    .orderBy(desc(orders.createdAt), desc(orders.id))
    .limit(most);

/** The versions of these orders, by ID. */
export const orderVersions = async (db: Reader, ids: string[]): Promise<Map<string, number>> =>
  new Map(
    (
      await db.select({ id: orders.id, version: orders.version }).from(orders).where(inArray(orders.id, ids))
    ).map(({ id, version }) => [id, version]),
  );

export const itemsOf = statement((db: Reader, orderId: SQL<string>) =>
  db.select().from(orderItems).where(eq(orderItems.orderId, orderId)).orderBy(asc(orderItems.sku)),
);

/** The items of several orders. */
export const itemsOfOrders = async (db: Reader, orderIds: string[]) =>
  orderIds.length === 0
    ? []
    : db
        .select()
        .from(orderItems)
        .where(inArray(orderItems.orderId, orderIds))
        .orderBy(asc(orderItems.orderId), asc(orderItems.sku));

/** Notes that this quantity of an item is for sale again; undefined if that is more than the order still has. */
export const restockItem = async (tx: Tx, orderId: string, sku: string, quantity: number) =>
  one(
    await tx
      .update(orderItems)
      .set({ restocked: sql`${orderItems.restocked} + ${quantity}` })
      .where(
        and(
          eq(orderItems.orderId, orderId),
          eq(orderItems.sku, sku),
          eq(orderItems.fromStock, true),
          lte(sql`${orderItems.restocked} + ${quantity}`, orderItems.quantity),
        ),
      )
      .returning(),
  );

/** Resets what was restocked automatically, now that the order has no items anymore. */
export const forgetRestocked = (tx: Tx, orderId: string) =>
  tx.update(orderItems).set({ restocked: 0 }).where(eq(orderItems.orderId, orderId));

/** Marks a paid order as shipped; undefined if it already is, or is not paid. */
export const shipOrder = async (tx: Tx, id: string, at: Date, { courier, trackingNumber }: Parcel) =>
  one(
    await tx
      .update(orders)
      .set({ shippedAt: at, courier, trackingNumber })
      .where(and(eq(orders.id, id), eq(orders.status, "paid"), isNull(orders.shippedAt)))
      .returning(),
  );

/** Undoes that an order is marked as shipped; undefined if it is not. */
export const unshipOrder = async (tx: Tx, id: string) =>
  one(
    await tx
      .update(orders)
      .set({ shippedAt: null, courier: null, trackingNumber: null })
      .where(and(eq(orders.id, id), isNotNull(orders.shippedAt)))
      .returning(),
  );

/** Orders with a refund since then after which nothing is left of what paid them, and which do not say so yet. */
export const refundedUnnoted = statement((db: Reader, since: SQL<Date>) =>
  db
    .selectDistinct({ id: orders.id })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .innerJoin(orders, eq(orders.winnerPaymentId, payments.id))
    .where(
      and(
        eq(refunds.state, "done"),
        gte(refunds.doneAt, since),
        eq(orders.id, refunds.orderId),
        gte(payments.refunded, payments.captured),
        eq(orders.refundedWhole, false),
      ),
    ),
);

/** Inserts an order with its items; undefined if its number is taken. */
export async function insertOrder(
  tx: Tx,
  order: typeof orders.$inferInsert,
  items: Omit<typeof orderItems.$inferInsert, "orderId">[],
) {
  const made = await insertNew(tx, { ...order, ...soughtBy(order) });
  if (!made) return undefined;
  await tx.insert(orderItems).values(items.map((item) => ({ ...item, orderId: made.id })));
  await insertSearchTerms(tx, [made]);
  return made;
}

/** The columns by which an order is found. */
export const soughtBy = ({
  number,
  customerName,
  customerEmail,
  customerPhone,
}: Pick<Order, "number" | "customerName" | "customerEmail" | "customerPhone">) => ({
  numberEnd: number.slice(-4),
  customerPhoneEnd: customerPhone.slice(-4),
  searchText: searchTextOf({ name: customerName, email: customerEmail }),
});

const insertNew = first(
  write(orders, (tx, row: typeof orders.$inferInsert) =>
    tx.insert(orders).values(row).onConflictDoNothing().returning(),
  ),
);

// The order's row is the lock: every verb that moves money or ends an order writes it first, in a statement whose WHERE
// reads that row alone. The returned row is the order as the verb may rely on it.

const locked = { version: sql`${orders.version} + 1` };
const payable = inArray(orders.status, ["open", "waiting_for_deposit"]);

/** Takes the lock in any state of the order, to record what a gateway said. */
export const lockOrder = first(
  statement((tx: Tx, id: SQL<string>) => tx.update(orders).set(locked).where(eq(orders.id, id)).returning()),
);

/** Takes the lock of a payment's order in any state. */
export const lockOrderOf = first(
  statement((tx: Tx, paymentId: SQL<string>) =>
    tx
      .update(orders)
      .set(locked)
      // Which order a payment belongs to never changes, so this may be read before the lock is held.
      .where(
        eq(orders.id, tx.select({ id: payments.orderId }).from(payments).where(eq(payments.id, paymentId))),
      )
      .returning(),
  ),
);

/** Takes the lock of an order that may still be paid and has no attempt in progress. */
export const lockPayableOrder = first(
  statement((tx: Tx, id: SQL<string>, now: SQL<Date>) =>
    tx
      .update(orders)
      .set(locked)
      .where(
        and(
          eq(orders.id, id),
          payable,
          isNull(orders.endingSince),
          isNull(orders.askingPaymentId),
          gt(orders.expiresAt, now),
        ),
      )
      .returning(),
  ),
);

/**
 * Takes the lock and names the attempt that is being asked; no other attempt may be asked meanwhile. An order that is
 * being ended accepts no attempt, whatever this instance's clock says.
 */
export const lockOrderForAsking = first(
  statement((tx: Tx, id: SQL<string>, paymentId: SQL<string>) =>
    tx
      .update(orders)
      .set({ ...locked, askingPaymentId: paymentId })
      .where(and(eq(orders.id, id), payable, isNull(orders.endingSince), isNull(orders.askingPaymentId)))
      .returning(),
  ),
);

/** Takes the lock for an attempt that may have taken money without being asked: its answer is awaited in any case. */
export const lockOrderForAnswer = first(
  statement((tx: Tx, id: SQL<string>, paymentId: SQL<string>) =>
    tx
      .update(orders)
      .set({ ...locked, askingPaymentId: paymentId })
      .where(and(eq(orders.id, id), payable, isNull(orders.askingPaymentId)))
      .returning(),
  ),
);

/** Takes the lock of an order that has expired and has no attempt in progress. */
export const lockDueOrder = first(
  statement((tx: Tx, id: SQL<string>, now: SQL<Date>) =>
    tx
      .update(orders)
      .set(locked)
      .where(and(eq(orders.id, id), payable, isNull(orders.askingPaymentId), lte(orders.expiresAt, now)))
      .returning(),
  ),
);

/** Takes the lock of an order that may be ended: it is unpaid, and no attempt is in progress. */
export const lockEndableOrder = first(
  statement((tx: Tx, id: SQL<string>) =>
    tx
      .update(orders)
      .set(locked)
      .where(and(eq(orders.id, id), payable, isNull(orders.askingPaymentId)))
      .returning(),
  ),
);

type Values = Partial<Omit<Order, "id" | "version">>;

/** Writes to an order whose lock is held. */
export const writeOrder = (tx: Tx, id: string, values: Values) => writeValues(tx, values, id);

const writeValues = first(
  write(orders, (tx, values: Values, id: SQL<string>) =>
    tx.update(orders).set(values).where(eq(orders.id, id)).returning(),
  ),
);

/** Which orders are past their time, and no answer about a payment of theirs is awaited. */
export const isDueOrder = (now: SQL<Date>) =>
  and(payable, lte(orders.expiresAt, now), isNull(orders.askingPaymentId));

/** Orders that may have expired, oldest first, except those whose account is being closed. */
export const dueOrders = statement((db: Reader, now: SQL<Date>, limit: SQL<number>) =>
  db
    .select({ id: orders.id })
    .from(orders)
    .where(
      and(
        isDueOrder(now),
        notExists(
          db
            .select({ id: calls.id })
            .from(payments)
            .innerJoin(calls, eq(calls.paymentId, payments.id))
            .where(
              and(
                eq(payments.orderId, orders.id),
                eq(calls.kind, "close"),
                inArray(calls.state, ["pending", "stuck"]),
              ),
            ),
        ),
      ),
    )
    .orderBy(asc(orders.expiresAt))
    .limit(asNumber(limit)),
);

const one = <T>(rows: T[]): T | undefined => rows[0];
