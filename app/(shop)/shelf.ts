import { getLocale } from "next-intl/server";
import type { ShopProduct } from "@/components/shop/product-card";
import { listProducts } from "@/lib/orders/catalogue";

/** The catalogue as a browser needs it: in one language and one currency, and nothing more. */
export async function shelf(): Promise<ShopProduct[]> {
  const [products, locale] = await Promise.all([listProducts(), getLocale()]);
  return products.map(({ sku, slug, name, price, stock, image }) => ({
    sku,
    slug,
    name: name[locale],
    price: price.KRW,
    stock,
    image,
  }));
}
