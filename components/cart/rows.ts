import type { ShopProduct } from "@/components/shop/product-card";
import type { Cart } from "./store";

/** A cart line with its product; undefined if the catalog has dropped the product. */
export type Row = { sku: string; quantity: number; product: ShopProduct | undefined };

export const rowsOf = (cart: Cart, products: ShopProduct[]): Row[] =>
  cart.lines.map((line) => ({ ...line, product: products.find((product) => product.sku === line.sku) }));

export const priceOf = (rows: Row[]) =>
  rows.reduce((sum, { product, quantity }) => sum + (product?.price ?? 0) * quantity, 0);

const quantityMax = 99;

/**
 * How many the cart may hold. Stock reserved for the cart no longer counts as available, so only the server knows then.
 */
export const limitOf = (product: ShopProduct, cart: Cart) =>
  cart.holdsStock ? quantityMax : Math.min(product.stock, quantityMax);
