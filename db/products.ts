import { and, asc, eq, gte, inArray, type SQL, sql } from "drizzle-orm";
import { products } from "./schema";
import { first, statement } from "./statement";
import type { Reader, Tx } from "./store";

export const allProducts = (db: Reader) => db.select().from(products).orderBy(asc(products.position));

export const productBySlug = first(
  statement((db: Reader, slug: SQL<string>) => db.select().from(products).where(eq(products.slug, slug))),
);

export const productsBySku = (db: Reader, skus: string[]) =>
  db.select().from(products).where(inArray(products.sku, skus));

/** A line that is not of this shop's stock is left alone, even if its SKU is that of a product. */
type Line = { sku: string; quantity: number; fromStock?: boolean };

/**
 * Takes all `lines` from stock, or nothing: false means that an item is out of stock. Rows are locked in SKU order, one
 * statement each, because PostgreSQL locks the rows of a single statement in no guaranteed order and two carts would
 * deadlock.
 */
export async function takeStock(tx: Tx, lines: Line[]): Promise<boolean> {
  const taken: Line[] = [];
  for (const line of bySku(lines)) {
    if (!(await takeOf(tx, line.sku, line.quantity))) {
      await putBackStock(tx, taken);
      return false;
    }
    taken.push(line);
  }
  return true;
}

const takeOf = first(
  statement((tx: Tx, sku: SQL<string>, quantity: SQL<number>) =>
    tx
      .update(products)
      .set({ stock: sql`${products.stock} - ${quantity}` })
      .where(and(eq(products.sku, sku), gte(products.stock, quantity)))
      .returning({ sku: products.sku }),
  ),
);

/** Returns `lines` to stock. */
export async function putBackStock(tx: Tx, lines: Line[]) {
  for (const line of bySku(lines)) await putBackOf(tx, line.sku, line.quantity);
}

const putBackOf = statement((tx: Tx, sku: SQL<string>, quantity: SQL<number>) =>
  tx
    .update(products)
    .set({ stock: sql`${products.stock} + ${quantity}` })
    .where(eq(products.sku, sku)),
);

const bySku = (lines: Line[]) =>
  lines.filter(({ fromStock }) => fromStock !== false).toSorted((a, b) => (a.sku < b.sku ? -1 : 1));
