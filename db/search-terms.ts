import { and, desc, eq, inArray, isNull, type SQL } from "drizzle-orm";
import { searchTermsOf } from "@/lib/contact/search-text";
import { type Order, orderSearchTerms, orders } from "./schema";
import { first, statement, writeAll } from "./statement";
import type { Reader, Tx } from "./store";

type Named = Pick<Order, "id" | "createdAt" | "customerName" | "customerEmail">;

/** What an order is found by, as rows. */
export const searchRowsOf = ({ id, createdAt, customerName, customerEmail }: Named) =>
  searchTermsOf({ name: customerName, email: customerEmail }).map((term) => ({
    term,
    createdAt,
    orderId: id,
  }));

/** Writes what these orders are found by. */
export async function insertSearchTerms(tx: Tx, of: Named[]) {
  for (const order of of) {
    const [row, ...rows] = searchRowsOf(order);
    if (row) await insertAll(tx, [row, ...rows]);
  }
}

const insertAll = writeAll(orderSearchTerms, (tx, rows: (typeof orderSearchTerms.$inferInsert)[]) =>
  tx.insert(orderSearchTerms).values(rows).onConflictDoNothing(),
);

/** Erases what an order is found by; `order` is its row before the shopper is erased from it. */
export const deleteSearchTerms = (tx: Tx, order: Named) =>
  tx.delete(orderSearchTerms).where(
    and(
      inArray(
        orderSearchTerms.term,
        searchRowsOf(order).map(({ term }) => term),
      ),
      eq(orderSearchTerms.createdAt, order.createdAt),
      eq(orderSearchTerms.orderId, order.id),
    ),
  );

/** Orders that have no search terms yet, because an earlier release wrote them, newest first. */
export const unsearchableOrders = statement((db: Reader) =>
  db
    .select({ id: orders.id })
    .from(orders)
    .where(isNull(orders.searchText))
    .orderBy(desc(orders.createdAt), desc(orders.id))
    .limit(200),
);

/** Takes an order without search terms, so that its shopper is not erased meanwhile; undefined if it has them now. */
export const takeUnsearchable = first(
  statement((tx: Tx, id: SQL<string>) =>
    tx
      .update(orders)
      .set({ searchText: "" })
      .where(and(eq(orders.id, id), isNull(orders.searchText)))
      .returning(),
  ),
);
