import { getLocale } from "next-intl/server";
import type { ShopProduct } from "@/components/shop/product-card";
import { currentCurrency } from "@/i18n/currency";
import type { Currency } from "@/lib/money";
import { listProducts } from "@/lib/orders/catalog";

/** The catalog reduced to what a browser needs, in one language and one currency. */
export async function shelf(): Promise<{ products: ShopProduct[]; currency: Currency }> {
  const [products, locale, currency] = await Promise.all([listProducts(), getLocale(), currentCurrency()]);
  return {
    currency,
    products: products.map(({ sku, slug, name, price, stock, image }) => ({
      sku,
      slug,
      name: name[locale],
      price: price[currency],
      stock,
      image,
    })),
  };
}
