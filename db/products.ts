import { and, asc, eq, gte, inArray, sql } from "drizzle-orm";
import { products } from "./schema";
import type { Reader, Tx } from "./store";

export const allProducts = (db: Reader) => db.select().from(products).orderBy(asc(products.position));

export const productBySlug = async (db: Reader, slug: string) =>
  (await db.select().from(products).where(eq(products.slug, slug)))[0];

export const productsBySku = (db: Reader, skus: string[]) =>
  db.select().from(products).where(inArray(products.sku, skus));

type Line = { sku: string; quantity: number };

/**
 * Takes all of `lines` from the stock, or nothing: false means that something is short. Rows are locked
 * in the order of their SKU, one statement each, because PostgreSQL locks the rows of a single statement
 * in no promised order and two carts would deadlock.
 */
export async function takeStock(tx: Tx, lines: Line[]): Promise<boolean> {
  const taken: Line[] = [];
  for (const line of bySku(lines)) {
    const [row] = await tx
      .update(products)
      .set({ stock: sql`${products.stock} - ${line.quantity}` })
      .where(and(eq(products.sku, line.sku), gte(products.stock, line.quantity)))
      .returning({ sku: products.sku });
    if (!row) {
      await putBackStock(tx, taken);
      return false;
    }
    taken.push(line);
  }
  return true;
}

/** Gives `lines` back to the stock. */
export async function putBackStock(tx: Tx, lines: Line[]) {
  for (const line of bySku(lines))
    await tx
      .update(products)
      .set({ stock: sql`${products.stock} + ${line.quantity}` })
      .where(eq(products.sku, line.sku));
}

const bySku = (lines: Line[]) => lines.toSorted((a, b) => (a.sku < b.sku ? -1 : 1));
