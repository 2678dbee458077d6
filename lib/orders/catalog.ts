import { productBySlug, shelfProducts } from "@/db/products";
import type { Product as Row } from "@/db/schema";
import { db } from "@/db/store";
import { isPlain } from "../contact/text";
import type { Currency, Locale } from "../money";

/** A product as pages show it; prices in minor units. */
export type Product = {
  sku: string;
  slug: string;
  name: Record<Locale, string>;
  description: Record<Locale, string>;
  price: Record<Currency, number>;
  stock: number;
  image: string;
};

export const listProducts = async (): Promise<Product[]> => (await shelfProducts(db)).map(toProduct);

/** The product with this slug, which comes from a URL anybody can type. */
export const findProduct = async (slug: string): Promise<Product | undefined> => {
  const row = isPlain(slug) ? await productBySlug(db, slug) : undefined;
  return row && toProduct(row);
};

const toProduct = (row: Row): Product => ({
  sku: row.sku,
  slug: row.slug,
  name: { ko: row.nameKo, en: row.nameEn },
  description: { ko: row.descriptionKo, en: row.descriptionEn },
  price: { KRW: row.priceKrw, USD: row.priceUsd },
  stock: row.stock,
  image: row.image,
});
