import { keepJson, readJson, readStored } from "../browser-storage";
import { randomId } from "../random-id";

export type CartLine = { sku: string; quantity: number };

/**
 * The cart, kept in this browser and shared by its tabs. Its ID is the `Idempotency-Key` of the order it becomes: the
 * same cart is the same order in every tab, and a changed cart is a different one.
 */
export type Cart = {
  id: string;
  lines: CartLine[];
  /** The order made from exactly this cart. */
  order?: { number: string; amount: number };
  /** The order of the previous version of this cart, with that order's lines: it ends when the new order is made. */
  replaces?: Ordered;
  /** Stock is reserved for one of these orders, and no longer counts as available. */
  holdsStock?: boolean;
};

type Ordered = { number: string; lines: CartLine[] };

const place = "twotrack.cart";
const listeners = new Set<() => void>();

/** An empty cart is never stored, so reading one needs no new ID. */
const emptyCart: Cart = { id: "", lines: [] };
let known: { text: string | null; cart: Cart } = { text: null, cart: emptyCart };

/** The cart as every tab sees it now; the same object as long as nothing changes. */
export function readCart(): Cart {
  const text = readStored(place);
  if (text !== known.text) known = { text, cart: cartFrom(readJson(place)) };
  return known.cart;
}

export function onCartChange(listener: () => void) {
  listeners.add(listener);
  addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    removeEventListener("storage", listener);
  };
}

export function addToCart(sku: string, quantity: number, limit: number) {
  const inCart = quantityOf(sku);
  setQuantity(sku, Math.min(inCart + quantity, Math.max(limit, inCart)));
}

export function setQuantity(sku: string, quantity: number) {
  const { lines } = readCart();
  const changed = lines.some((line) => line.sku === sku)
    ? lines.map((line) => (line.sku === sku ? { sku, quantity } : line))
    : [...lines, { sku, quantity }];
  changeLines(changed.filter((line) => line.quantity > 0));
}

export const quantityOf = (sku: string) => readCart().lines.find((line) => line.sku === sku)?.quantity ?? 0;

/**
 * Notes which order the cart `made` became. If the cart has changed since, the changed cart will replace that order.
 */
export function rememberOrder(made: Pick<Cart, "id" | "lines">, order: { number: string; amount: number }) {
  const cart = readCart();
  if (cart.id === made.id) writeCart({ ...cart, order });
  else if (cart.id !== "" && !cart.order)
    writeCart({ ...cart, replaces: { number: order.number, lines: made.lines } });
}

/** Notes whether the shop has reserved stock for this cart's order. */
export function noteStock(cartId: string, holdsStock: boolean) {
  const cart = readCart();
  if (cart.id === cartId) writeCart({ ...cart, holdsStock });
}

/** The number of the order that this cart is, or would replace. */
export const orderOf = (cart: Cart) => cart.order?.number ?? cart.replaces?.number;

/** The same lines under a new ID, to be ordered again in place of the previous order. */
export const renewCart = () => writeCart(successor(readCart().lines, orderBefore(readCart())));

/** The same lines under a new ID, for an order that has ended or is no longer visible. */
export const startCartAgain = () => writeCart(successor(readCart().lines, undefined));

/**
 * Removes a paid order's items from the cart it was made from; what was added since stays, as a separate purchase. True
 * if nothing is left.
 */
export function clearCart(orderNumber: string): boolean {
  const cart = readCart();
  const paid = orderBefore(cart);
  if (paid?.number !== orderNumber) return false;
  const lines = without(cart.lines, paid.lines);
  writeCart(lines.length > 0 ? successor(lines, undefined) : undefined);
  return lines.length === 0;
}

function changeLines(lines: CartLine[]) {
  const replaces = orderBefore(readCart());
  writeCart(lines.length > 0 || replaces ? successor(lines, replaces) : undefined);
}

/** The order that this cart is, or would replace, with its lines. */
const orderBefore = ({ order, lines, replaces }: Cart): Ordered | undefined =>
  order ? { number: order.number, lines } : replaces;

const without = (lines: CartLine[], taken: CartLine[]) =>
  lines
    .map(({ sku, quantity }) => ({
      sku,
      quantity: quantity - (taken.find((line) => line.sku === sku)?.quantity ?? 0),
    }))
    .filter(({ quantity }) => quantity > 0);

/** The next cart: these lines under a new ID. Reserved stock stays reserved until `replaces` ends. */
function successor(lines: CartLine[], replaces: Cart["replaces"]): Cart {
  const cart = { id: randomId(), lines };
  return replaces ? { ...cart, replaces, holdsStock: readCart().holdsStock ?? false } : cart;
}

function writeCart(cart: Cart | undefined) {
  keepJson(place, cart);
  announceCart();
}

/** Makes every part of the page read the cart again, for example after it was found to be gone. */
export function announceCart() {
  for (const listener of listeners) listener();
}

/** What another release or somebody's experiment left in the storage must not break the page. */
function cartFrom(kept: Record<string, unknown> | undefined): Cart {
  if (!kept || typeof kept.id !== "string" || kept.id === "") return emptyCart;
  const { id, order, replaces } = kept;
  return {
    id,
    lines: linesFrom(kept.lines),
    ...(isOrder(order) && { order: { number: order.number, amount: order.amount } }),
    ...(isNumbered(replaces) && { replaces: { number: replaces.number, lines: linesFrom(replaces.lines) } }),
    ...(typeof kept.holdsStock === "boolean" && { holdsStock: kept.holdsStock }),
  };
}

/** Each SKU once, as in an order. */
function linesFrom(kept: unknown): CartLine[] {
  const lines = new Map<string, number>();
  for (const line of Array.isArray(kept) ? kept.filter(isLine) : [])
    lines.set(line.sku, (lines.get(line.sku) ?? 0) + line.quantity);
  return [...lines].map(([sku, quantity]) => ({ sku, quantity: Math.min(quantity, maxQuantity) }));
}

const isLine = (line: Partial<CartLine> | null): line is CartLine =>
  typeof line?.sku === "string" && Number.isSafeInteger(line.quantity) && Number(line.quantity) > 0;

const isNumbered = (kept: unknown): kept is { number: string; lines?: unknown } =>
  typeof kept === "object" && kept !== null && "number" in kept && typeof kept.number === "string";

const isOrder = (kept: unknown): kept is { number: string; amount: number } =>
  isNumbered(kept) && "amount" in kept && typeof kept.amount === "number";

/** The most of one product that an order may have. */
const maxQuantity = 99;
