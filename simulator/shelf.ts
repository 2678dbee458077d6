import { chainKey } from "@/db/chain-key";
import { products } from "@/db/schema";
import { statement } from "@/db/statement";
import { db, forgetCounts, type Reader, transaction } from "@/db/store";
import type { Stock } from "@/lib/books/rest";
import { emptyShop } from "@/testing/empty";
import type { Dice } from "./dice";

export const skus = ["CAP", "MUG", "SHIRT"] as const;

/** Empties the shop and stocks a few of each product: some worlds sell out. */
export async function stockUp(dice: Dice): Promise<Stock> {
  const most = dice.pick([2, 20, 20]);
  const goods = skus.map((sku, position) => ({
    sku,
    slug: sku.toLowerCase(),
    nameKo: sku,
    nameEn: sku,
    descriptionKo: "",
    descriptionEn: "",
    priceKrw: 10_000 + position * 1_990,
    priceUsd: 900,
    stock: dice.between(most / 2, most),
    image: "",
    position,
  }));
  await forgetCounts();
  await transaction(async (tx) => {
    await emptyShop(tx);
    // Read before the world begins, so that its first payment takes no more steps than in any other world.
    await chainKey(tx);
    await tx.insert(products).values(goods);
  });
  return shelf();
}

/** The remaining stock of each product. */
export async function shelf(): Promise<Stock> {
  return new Map((await stock(db)).map(({ sku, stock }) => [sku, stock]));
}

const stock = statement((db: Reader) =>
  db.select({ sku: products.sku, stock: products.stock }).from(products),
);
