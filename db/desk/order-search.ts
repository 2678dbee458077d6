import { and, type Column, eq, inArray, like, or, type SQL, sql } from "drizzle-orm";
import { contains, unindexed } from "../columns";
import { orderSearchTerms, orders, payments } from "../schema";
import type { Reader } from "../store";
import { also, beyond, nearestFirst, wayOf } from "./page";
import type { Stretch } from "./stretch";

// How the desk finds orders by what was typed.

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

/** Whether an order is what was searched for, where another condition leads. */
export const fits = (sought: Sought | undefined) =>
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
export function leads(reading: Reading): Lead {
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

/** Rows of one index: of the orders, or of their search terms, which are sorted alike. */
export type Lead = {
  from: "orders" | "terms";
  where: SQL | undefined;
  /** The term, if it is only the beginning of what was searched for. */
  begins?: string | undefined;
};

export const ledBy = (where: SQL | undefined): Lead => ({ from: "orders", where });

export const sortedTerms = { at: orderSearchTerms.createdAt, id: orderSearchTerms.orderId };

/** How many orders whose text begins like a long search are compared with all of it. */
const mostCompared = 5_000;

/**
 * Ends a list after as many rows of a term: a mistake in a long word must not compare every order that begins like it,
 * such as all with the same mail provider.
 */
export function near(term: string, { position, sort }: Stretch): SQL {
  const isNewer = wayOf(position, sort) === "newer";
  const end = sql`(SELECT ${orderSearchTerms.createdAt} FROM ${orderSearchTerms}
    WHERE ${and(eq(orderSearchTerms.term, term), beyond(sortedTerms, position))}
    ORDER BY ${sql.join(nearestFirst(sortedTerms, position, sort), sql`, `)} LIMIT 1 OFFSET ${mostCompared})`;
  const last = sql.param(new Date(isNewer ? "9999-01-01" : 0), orders.createdAt);
  return sql`${orderSearchTerms.createdAt} ${sql.raw(isNewer ? "<=" : ">=")} coalesce(${end}, ${last})`;
}

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
