import { exists, lte, type SQL, sql, type Table } from "drizzle-orm";
import { isDueCall } from "./calls";
import { isDueNews } from "./inbox";
import { isDueOrder } from "./orders";
import { broughtKeys, calls, orders, payments, webhookInbox } from "./schema";
import { first, statement } from "./statement";
import type { Reader } from "./store";

const readDue = first(
  statement((db: Reader, now: SQL<Date>) => {
    const isAny = (table: Table, is: SQL | undefined) =>
      exists(sql`(SELECT 1 FROM ${table} WHERE ${is})`).mapWith(Boolean);
    return db
      .select({
        calls: isAny(calls, isDueCall(now)),
        keys: isAny(broughtKeys, lte(broughtKeys.nextAt, now)),
        news: isAny(webhookInbox, isDueNews(now)),
        looks: isAny(payments, lte(payments.nextLookAt, now)),
        orders: isAny(orders, isDueOrder(now)),
      })
      .from(sql`(SELECT 1) AS one`);
  }),
);

/**
 * Which kinds of work may have something due, in one statement: each is a look-up in an index that ends at its first row.
 * The rows are then read by the query of their kind, which knows more.
 */
export const dueKinds = async (db: Reader, now: Date) =>
  (await readDue(db, now)) ?? { calls: false, keys: false, news: false, looks: false, orders: false };
