import { getLocale } from "next-intl/server";
import type { ShopProduct } from "@/components/shop/product-card";
import { currentCurrency } from "@/i18n/currency";
import type { DeliveryRates } from "@/lib/delivery-fee";
import type { Currency } from "@/lib/money";
import { listProducts } from "@/lib/orders/catalog";
import { shop } from "@/lib/shop/shop";

type Shelf = { products: ShopProduct[]; currency: Currency; rates: DeliveryRates };

/** The catalog reduced to what a browser needs, in one language and one currency, and what delivery costs. */
export async function shelf(): Promise<Shelf> {
  const [products, locale, currency, { delivery }] = await Promise.all([
    listProducts(),
    getLocale(),
    currentCurrency(),
    shop(),
  ]);
  return {
    currency,
    rates: delivery[currency],
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
