import { products } from "./schema";
import { firstShelf, laterShelf } from "./shelf";
import { transaction } from "./store";

/**
 * Fills the shelves of a new shop, and adds newer products to a demo in which nothing changed except through purchases.
 * Any other shop keeps its products as they are.
 */
export const seed = () =>
  transaction(async (tx) => {
    const there = await tx.select().from(products);
    if (there.length > 0 && !isFirstShelf(there)) return;
    await tx
      .insert(products)
      .values([...firstShelf, ...laterShelf])
      .onConflictDoNothing();
  });

const isFirstShelf = (there: (typeof products.$inferSelect)[]) =>
  there.length === firstShelf.length &&
  firstShelf.every((goods) => there.some((row) => isSame({ ...row, stock: goods.stock }, goods)));

/** Whether a product is one of the demo's. Its stock and price may have changed. */
export const isDemoProduct = ({ sku, nameKo, nameEn }: typeof products.$inferSelect) =>
  [...firstShelf, ...laterShelf].some(
    (goods) => goods.sku === sku && goods.nameKo === nameKo && goods.nameEn === nameEn,
  );

const isSame = (row: object, goods: object) =>
  Object.entries(goods).every(([name, value]) => (row as Record<string, unknown>)[name] === value);
