import type { Cart, CartLine } from "./store";

/**
 * Tells the server what the cart holds, so that pages show it before their scripts have loaded. The cart itself is in the
 * browser's storage: the cookie is a copy, which may be old or missing.
 */
export const cartCookie = "cart";

/** Carts with more lines are shown once the scripts have loaded: every request carries the cookie. */
const mostLines = 30;

const line = /^([A-Z0-9][A-Z0-9-]{1,31})\.([1-9]\d?)$/;

/** Lower-case, which no SKU is. */
const held = "held";

/** The cookie's value for a cart, such as `TEE-COOL.2_MUG-DAWN.1`; empty if there is nothing to tell. */
export function cookieOf({ lines, holdsStock }: Pick<Cart, "lines" | "holdsStock">): string {
  const texts = lines.map(({ sku, quantity }) => `${sku}.${quantity}`);
  if (lines.length === 0 || lines.length > mostLines || !texts.every((text) => line.test(text))) return "";
  return [...(holdsStock ? [held] : []), ...texts].join("_");
}

/** The cart in the cookie's value; undefined unless it is one that a browser of this shop wrote. */
export function cartInCookie(value: string | undefined): Cart | undefined {
  const [first, ...rest] = value?.split("_") ?? [];
  const holdsStock = first === held;
  const texts = holdsStock || first === undefined ? rest : [first, ...rest];
  const lines = texts.flatMap((text): CartLine[] => {
    const [, sku, quantity] = line.exec(text) ?? [];
    return sku && quantity ? [{ sku, quantity: Number(quantity) }] : [];
  });
  const isWhole = lines.length > 0 && lines.length === texts.length && lines.length <= mostLines;
  const isDistinct = new Set(lines.map(({ sku }) => sku)).size === lines.length;
  return isWhole && isDistinct ? { id: "", lines, holdsStock } : undefined;
}
