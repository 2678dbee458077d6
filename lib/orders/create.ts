import type { z } from "zod";
import { recordEvents } from "@/db/events";
import { findKey, insertKey } from "@/db/idempotency";
import { insertOrder, itemsOf, orderById } from "@/db/orders";
import { productsBySku } from "@/db/products";
import type { Order, OrderItem, ShippingAddress } from "@/db/schema";
import { db, tryTransaction } from "@/db/store";
import { later, minutes, newId, randomCode, seoulDay } from "../clock";
import type { createOrder as contract } from "../contracts/orders";
import { env } from "../env";
import { assertSameBody, type KeyedRequest } from "../idempotency";
import type { Currency } from "../money";
import { cancelIn } from "../payments/expire";
import { Problem } from "../problem";
import { priceCart } from "./price";

export type OrderWish = z.output<typeof contract.input>;

/** How long an order that nobody pays stays open, in milliseconds. */
const openForMs = minutes(30);

type Made = { order: Order; items: Omit<OrderItem, "orderId" | "restocked">[]; replayed: boolean };

/**
 * Makes an order priced by the catalogue. The same key is the same order, as it is now. `replaced` is the
 * order of the cart as it was before it changed: it is canceled with it, or nothing happens.
 */
export async function createOrder(
  wish: OrderWish,
  keyed: KeyedRequest | undefined,
  replaced: Order | undefined,
  now: Date,
): Promise<Made> {
  const before = await madeBefore(keyed);
  if (before) return before;
  const locale = wish.locale ?? "ko";
  const shelf = await productsBySku(
    db,
    wish.items.map((item) => item.sku),
  );
  const { lines, amount, name } = priceCart(wish.items, shelf, wish.currency, locale);
  const order = {
    id: newId("ord"),
    number: `ORD-${seoulDay(now)}-${randomCode(6)}`,
    name,
    status: "open",
    amount,
    currency: wish.currency,
    locale,
    live: env().live,
    customerName: wish.customer.name,
    customerEmail: wish.customer.email,
    customerPhone: wish.customer.phone,
    shippingAddress: wish.shipping_address ? addressOf(wish.shipping_address, wish.currency) : null,
    stockTaken: false,
    version: 1,
    createdAt: now,
    expiresAt: later(now, openForMs),
  } as const;
  const made = await tryTransaction(async (tx, undo) => {
    if (keyed && !(await insertKey(tx, { ...keyed, madeId: order.id, createdAt: now }))) undo();
    if (replaced) await cancelIn(tx, replaced.id, now);
    const written = (await insertOrder(tx, order, lines)) ?? undo();
    await recordEvents(tx, [{ orderId: written.id, kind: "order_created", detail: { amount }, at: now }]);
    return written;
  });
  if (made) return { order: made, items: lines, replayed: false };
  // Somebody else made it with this key a moment ago; or, once in a billion, the number was taken.
  return (await madeBefore(keyed)) ?? createOrder(wish, keyed, replaced, now);
}

/** The order that a request with this key has made. Throws idempotency_key_reused. */
export async function madeBefore(keyed: KeyedRequest | undefined): Promise<Made | undefined> {
  const row = keyed && (await findKey(db, keyed));
  if (!row) return undefined;
  assertSameBody(row, keyed);
  const order = await orderById(db, row.madeId);
  if (!order) throw new Problem("internal_error", "The order of this key is gone.");
  return { order, items: await itemsOf(db, order.id), replayed: true };
}

/** Without what was left empty; what is sold in won goes to Korea unless it says otherwise. */
const addressOf = (
  { line1, ...rest }: NonNullable<OrderWish["shipping_address"]>,
  currency: Currency,
): ShippingAddress => ({
  line1,
  ...(currency === "KRW" && { country: "KR" }),
  ...Object.fromEntries(Object.entries(rest).filter(([, text]) => text)),
});
