import { and, asc, eq, gte, inArray, type SQL, sql } from "drizzle-orm";
import { type Product, products } from "./schema";
import { writeSetting } from "./settings";
import { first, statement } from "./statement";
import type { Reader, Tx } from "./store";

export const allProducts = (db: Reader) => db.select().from(products).orderBy(asc(products.position));

/** The products that are for sale, in the order of the shelf. */
export const shelfProducts = (db: Reader) =>
  db.select().from(products).where(eq(products.active, true)).orderBy(asc(products.position));

/** The product with this address, if it is for sale. */
export const productBySlug = first(
  statement((db: Reader, slug: SQL<string>) =>
    db
      .select()
      .from(products)
      .where(and(eq(products.slug, slug), eq(products.active, true))),
  ),
);

/** The product with this address, for sale or not. */
export const productWithSlug = async (db: Reader, slug: string) =>
  (await db.select().from(products).where(eq(products.slug, slug)))[0];

/**
 * Takes the lock of all changes to products, which two of them at once need to see each other's SKUs and addresses.
 * Taken before a product's own lock. Orders take only that one.
 */
export const lockShelf = (tx: Tx) => writeSetting(tx, "products_lock", "");

/** Takes the lock of a product, and returns it. */
export const lockProduct = async (tx: Tx, sku: string): Promise<Product | undefined> =>
  (await tx.update(products).set({ sku }).where(eq(products.sku, sku)).returning())[0];

export const insertProduct = (tx: Tx, row: Product) => tx.insert(products).values(row);

export const writeProduct = (tx: Tx, { sku, ...values }: Product) =>
  tx.update(products).set(values).where(eq(products.sku, sku));

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
