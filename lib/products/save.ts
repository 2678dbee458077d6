import { recordAudit } from "@/db/audit";
import {
  allProducts,
  insertProduct,
  lockProduct,
  lockShelf,
  productWithSlug,
  writeProduct,
} from "@/db/products";
import type { Product } from "@/db/schema";
import { db, type Tx, transaction } from "@/db/store";
import { type ProductSheet, productsAtMost } from "../contracts/products";
import { type Act, assertMay, entryOf, type Staff } from "../desk/staff/permissions";
import { Problem } from "../problem";
import type { FileRow } from "./file";

/** All products, in the order of the shelf. Throws `forbidden`. */
export async function productsAtDesk(by: Staff): Promise<Product[]> {
  assertMay(by, "products:write");
  return allProducts(db);
}

/**
 * Adds a product or, with the stock that the form showed, changes the one with this SKU. Throws `forbidden`,
 * `invalid_request` if the SKU or the address is taken, `not_found`, `outdated` if more was sold than the change leaves.
 */
export async function saveProduct(sheet: ProductSheet, stockBefore: number | undefined, act: Act) {
  assertMay(act.by, "products:write");
  await transaction(async (tx) => {
    await lockShelf(tx);
    const before = await lockProduct(tx, sheet.sku);
    if (stockBefore === undefined && before) throw taken("sku", "There is a product with this SKU already");
    if (stockBefore !== undefined && !before)
      throw new Problem("not_found", "There is no product with this SKU.");
    await write(tx, before, { ...sheet, stock: stockAfter(before, sheet, stockBefore ?? 0) }, act);
  });
}

/** The stock after a change by somebody who saw `seen`: what was sold since then stays sold. Throws `outdated`. */
function stockAfter(before: Product | undefined, { sku, stock }: ProductSheet, seen: number): number {
  const after = before ? before.stock + stock - seen : stock;
  if (after >= 0) return after;
  throw new Problem(
    "outdated",
    `More of ${sku} was sold in the meantime than this stock leaves. Look again.`,
  );
}

export type Imported = { added: number; changed: number; same: number };

/**
 * Adds and changes products as a file says, all of them or none. Products that it does not name stay as they are. Of a
 * row with `stock_before`, the difference counts; otherwise its stock replaces the shop's. Throws `forbidden`,
 * `invalid_request`, `outdated`.
 */
export async function importProducts(rows: FileRow[], act: Act): Promise<Imported> {
  assertMay(act.by, "products:write");
  return transaction(async (tx) => {
    await lockShelf(tx);
    const count: Imported = { added: 0, changed: 0, same: 0 };
    // In the order in which orders lock products.
    for (const { stock_before: seen, ...sheet } of rows.toSorted((a, b) => (a.sku < b.sku ? -1 : 1))) {
      const before = await lockProduct(tx, sheet.sku);
      const stock = seen === undefined ? sheet.stock : stockAfter(before, sheet, seen);
      count[await write(tx, before, { ...sheet, stock }, act)]++;
    }
    if ((await allProducts(tx)).length > productsAtMost)
      throw new Problem("invalid_request", `A shop has at most ${productsAtMost} products.`);
    return count;
  });
}

async function write(
  tx: Tx,
  before: Product | undefined,
  sheet: ProductSheet,
  act: Act,
): Promise<keyof Imported> {
  const other = await productWithSlug(tx, sheet.slug);
  if (other && other.sku !== sheet.sku)
    throw taken("slug", `${other.sku} has this address already: ${sheet.slug}`);
  const after = rowOf(sheet);
  const changed = before ? differencesOf(before, after) : {};
  if (before && Object.keys(changed).length === 0) return "same";
  if (before) await writeProduct(tx, after);
  else await insertProduct(tx, after);
  await recordAudit(tx, {
    ...entryOf(act),
    action: before ? "product_changed" : "product_added",
    subject: sheet.sku,
    detail: before ? changed : { after },
  });
  return before ? "changed" : "added";
}

const taken = (field: string, message: string) =>
  new Problem("invalid_request", message, { errors: [{ field, message }] });

const rowOf = (sheet: ProductSheet): Product => ({
  sku: sheet.sku,
  slug: sheet.slug,
  nameKo: sheet.name_ko,
  nameEn: sheet.name_en,
  descriptionKo: sheet.description_ko,
  descriptionEn: sheet.description_en,
  priceKrw: sheet.price_krw,
  priceUsd: sheet.price_usd,
  taxClass: sheet.tax_class,
  stock: sheet.stock,
  image: sheet.image,
  position: sheet.position,
  active: sheet.active,
});

export const sheetOf = (row: Product): ProductSheet => ({
  sku: row.sku,
  slug: row.slug,
  name_ko: row.nameKo,
  name_en: row.nameEn,
  description_ko: row.descriptionKo,
  description_en: row.descriptionEn,
  price_krw: row.priceKrw,
  price_usd: row.priceUsd,
  tax_class: row.taxClass,
  stock: row.stock,
  image: row.image,
  position: row.position,
  active: row.active,
});

function differencesOf(before: Product, after: Product): Record<string, { before: unknown; after: unknown }> {
  const names = Object.keys(after) as (keyof Product)[];
  return Object.fromEntries(
    names
      .filter((name) => before[name] !== after[name])
      .map((name) => [name, { before: before[name], after: after[name] }]),
  );
}
