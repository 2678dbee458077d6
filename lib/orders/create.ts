import type { z } from "zod";
import { recordEvents } from "@/db/events";
import { findKeyOfThese } from "@/db/idempotency";
import { queueMail } from "@/db/mails";
import { insertOrder, itemsOf, orderById } from "@/db/orders";
import { productsBySku, takeStock } from "@/db/products";
import type { Order, OrderItem, ShippingAddress } from "@/db/schema";
import { db, type Tx } from "@/db/store";
import { later, minutes, newId, randomCode } from "../clock";
import type { createOrder as contract } from "../contracts/orders";
import { assertSameBody, type KeyedRequest, once } from "../http/idempotency";
import type { Currency, Locale } from "../money";
import { cancelIn } from "../payments/ending/expire";
import { Problem } from "../problem";
import { seoulDay } from "../seoul";
import { env } from "../settings/env";
import { deliveryRates, type Shop } from "../shop/shop";
import { priceCart, priceLines } from "./price";

export type OrderWish = z.output<typeof contract.input>;

/** How long an unpaid order stays open, in milliseconds. */
const openForMs = minutes(30);

export type Line = Omit<OrderItem, "orderId" | "restocked" | "fromStock"> & { fromStock?: boolean };
export type Made = { order: Order; items: Line[]; replayed: boolean };

/**
 * Creates an order priced from the catalog and the shop's delivery rates, or from another server's lines. The same key
 * returns the same order, in its current state, for as long as the order is kept. `replaced` is the order of the same cart before it changed: it is canceled in the same
 * transaction. A free order is placed at once. Throws `product_not_found`, `idempotency_key_reused`; `out_of_stock` if
 * it is free; `overloaded` while the shop's settings were never read.
 */
export async function createOrder(
  wish: OrderWish,
  keyed: KeyedRequest | undefined,
  replaced: Order | undefined,
  now: Date,
): Promise<Made> {
  const delivery = await deliveryRates();
  const { made, replayed } = await once(
    keyed && { ...keyed, keptForMs: null },
    now,
    async (tx) => {
      const { order, items } = await make(tx, wish, delivery, replaced, now);
      return { id: order.id, made: { order, items } };
    },
    orderWithItems,
  );
  return { ...made, replayed };
}

/** The one of these orders that a request with this key created, whoever sent it. Throws `idempotency_key_reused`. */
export async function madeOfThese(keyed: KeyedRequest, orderIds: string[]): Promise<Made | undefined> {
  const row = orderIds.length > 0 ? await findKeyOfThese(db, keyed, orderIds) : undefined;
  if (!row) return undefined;
  assertSameBody(row, keyed);
  return { ...(await orderWithItems(row.madeId)), replayed: true };
}

async function orderWithItems(id: string) {
  const order = await orderById(db, id);
  if (!order) throw new Error(`There is no order ${id}.`);
  return { order, items: await itemsOf(db, id) };
}

async function make(tx: Tx, wish: OrderWish, rates: Rates, replaced: Order | undefined, now: Date) {
  const locale = wish.locale ?? "ko";
  const { lines, shipping, amount, taxFree, name } = await priced(tx, wish, rates, locale);
  if (replaced) await cancelIn(tx, replaced.id, now);
  const order = {
    id: newId("ord"),
    name,
    ...(amount === 0 ? placed(now) : notPaid),
    amount,
    shipping,
    taxFree,
    currency: wish.currency,
    locale,
    live: env().live,
    customerName: wish.customer.name,
    customerEmail: wish.customer.email,
    customerPhone: wish.customer.phone,
    shippingAddress: wish.shipping_address ? addressOf(wish.shipping_address, wish.currency) : null,
    version: 1,
    createdAt: now,
    expiresAt: later(now, openForMs),
    ...("lines" in wish && elsewhereOf(wish, now)),
  } as const;
  const written = await insertNumbered(tx, order, lines, now);
  await recordEvents(tx, [{ orderId: written.id, kind: "order_created", detail: { amount }, at: now }]);
  if (amount === 0) await placeFree(tx, written, lines, now);
  return { order: written, items: lines };
}

type Rates = Shop["delivery"];
type Priced = { lines: Line[]; shipping: number; amount: number; taxFree: number; name: string };

async function priced(tx: Tx, wish: OrderWish, rates: Rates, locale: Locale): Promise<Priced> {
  if ("lines" in wish) return priceLines(wish.lines, wish.currency, locale);
  const shelf = await productsBySku(
    tx,
    wish.items.map((item) => item.sku),
  );
  const delivery = { rates: rates[wish.currency], to: wish.shipping_address };
  const forSale = shelf.filter(({ active }) => active);
  return priceCart(wish.items, forSale, delivery, wish.currency, locale);
}

/** What an order has besides if another server described it. */
function elsewhereOf(wish: Extract<OrderWish, { lines: unknown }>, now: Date) {
  const payableUntil = later(now, wish.expires_in_minutes ? minutes(wish.expires_in_minutes) : openForMs);
  return {
    source: "api" as const,
    reference: wish.reference ?? null,
    returnUrl: wish.return_url ?? null,
    cancelUrl: wish.cancel_url ?? null,
    expiresAt: payableUntil,
    payableUntil,
  };
}

const notPaid = { status: "open", stockTaken: false } as const;
const placed = (now: Date) => ({ status: "paid", stockTaken: true, paidAt: now }) as const;

/** Places a free order as it is created: no gateway accepts an amount of 0, and nothing is posted to the ledger. */
async function placeFree(tx: Tx, order: Order, lines: Line[], now: Date) {
  if (!(await takeStock(tx, lines)))
    throw new Problem("out_of_stock", "Someone else ordered first. Not enough stock is left for this order.");
  await recordEvents(tx, [{ orderId: order.id, kind: "order_free", at: now }]);
  await queueMail(tx, { orderId: order.id, kind: "paid", cause: "free", sendAt: now, now });
}

/** If the number is taken, which happens once in a billion times, tries another. */
async function insertNumbered(
  tx: Tx,
  order: Omit<Parameters<typeof insertOrder>[1], "number">,
  lines: Parameters<typeof insertOrder>[2],
  now: Date,
): Promise<Order> {
  const number = `ORD-${seoulDay(now)}-${randomCode(6)}`;
  return (await insertOrder(tx, { ...order, number }, lines)) ?? insertNumbered(tx, order, lines, now);
}

/** Drops empty fields; orders in won ship to Korea unless they say otherwise. */
const addressOf = (
  { line1, ...rest }: NonNullable<OrderWish["shipping_address"]>,
  currency: Currency,
): ShippingAddress => ({
  line1,
  ...(currency === "KRW" && { country: "KR" }),
  ...Object.fromEntries(Object.entries(rest).filter(([, text]) => text)),
});
