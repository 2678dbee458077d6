import type { ShopProduct } from "@/components/shop/product-card";
import type { Cart } from "./store";

/** A line of the cart beside the product it names; the catalog may have dropped that product since. */
export type Row = { sku: string; quantity: number; product: ShopProduct | undefined };

export const rowsOf = (cart: Cart, products: ShopProduct[]): Row[] =>
  cart.lines.map((line) => ({ ...line, product: products.find((product) => product.sku === line.sku) }));

export const priceOf = (rows: Row[]) =>
  rows.reduce((sum, { product, quantity }) => sum + (product?.price ?? 0) * quantity, 0);

const quantityMax = 99;

/** How many the cart may hold. What is set aside for it no longer counts as left: then only the server can tell. */
export const limitOf = (product: ShopProduct, cart: Cart) =>
  cart.holdsStock ? quantityMax : Math.min(product.stock, quantityMax);
