import { recordEvents } from "@/db/events";
import { findKey, insertKey } from "@/db/idempotency";
import { itemsOf, lockPayableOrder, orderById, writeOrder } from "@/db/orders";
import { insertPayment, paymentById, paymentsOf } from "@/db/payments";
import { takeStock } from "@/db/products";
import type { Order, Payment } from "@/db/schema";
import { type Tx, transaction } from "@/db/store";
import { hours, later, minutes, newId } from "../clock";
import type { PaymentMethod } from "../contracts/payments";
import { env, type PairName } from "../env";
import { gateway } from "../gateways";
import { assertSameBody, type KeyedRequest } from "../idempotency";
import { Problem } from "../problem";
import { refusalOf } from "./refusal";

export type ReadyWish = {
  amount: number;
  method: PaymentMethod;
  successUrl: string;
  failUrl: string;
  /** The caller's idempotency key, if it sent one. */
  keyed: KeyedRequest | undefined;
};

/**
 * Prepares an attempt to pay `order` through Toss: takes the stock, once per order, and gives the order
 * time for the gateway's window. The same wish again gets the attempt that is still ready. Throws
 * amount_mismatch, out_of_stock, not_configured, currency_not_supported, payment_in_progress, and
 * order_… when the order has ended.
 */
export async function readyToss(
  order: Order,
  wish: ReadyWish,
  now: Date,
): Promise<{ payment: Payment; standing: Order; replayed: boolean }> {
  for (const field of ["successUrl", "failUrl"] as const) assertAllowed(wish[field], names[field]);
  const keyPair = pairFor(wish.method);
  if (order.currency !== "KRW")
    throw new Problem("currency_not_supported", "Toss Payments takes Korean won only.");
  return transaction(async (tx) => {
    const locked = await lockPayableOrder(tx, order.id, now);
    // Read under the lock, since the same request may come twice in one moment.
    const before = await madeBefore(tx, wish.keyed);
    if (before) return { payment: before, standing: locked ?? order, replayed: true };
    if (!locked) throw refusalOf((await orderById(tx, order.id)) ?? order, now);
    if (wish.amount !== locked.amount)
      throw new Problem("amount_mismatch", "The amount is not what this order costs.");
    const attempts = await paymentsOf(tx, locked.id);
    const again = attempts.findLast((attempt) => isSame(attempt, wish, keyPair));
    const payment = again ?? (await open(tx, locked, wish, keyPair, attempts.length + 1, now));
    if (wish.keyed) await insertKey(tx, { ...wish.keyed, madeId: payment.id, createdAt: now });
    // Last, because everybody who buys the same thing waits for these rows until this unit ends.
    await takeStockOnce(tx, locked);
    const standing = await writeOrder(tx, locked.id, {
      stockTaken: true,
      expiresAt: deadline(locked, payment, now),
    });
    return { payment, standing: standing ?? locked, replayed: false };
  });
}

const names = { successUrl: "success_url", failUrl: "fail_url" } as const;

/** A shopper is sent only to the shop itself or to where its operator allows. */
function assertAllowed(url: string, field: string) {
  if (!env().allowedOrigins.includes(new URL(url).origin))
    throw new Problem("redirect_not_allowed", "This address is not the shop's.", {
      errors: [{ field, message: "Must be on the shop's own origin or on an allowed one" }],
    });
}

/** Toss's widget pays with cards and wallets under the widget pair; other pairs come with other methods. */
function pairFor(method: PaymentMethod): PairName {
  if (method !== "CARD" || !env().toss.pairs.widget)
    throw new Problem("not_configured", "This shop has not set up this way to pay.", {
      errors: [{ field: "method", message: `${method} is not set up` }],
    });
  return "widget";
}

async function takeStockOnce(tx: Tx, order: Order) {
  if (order.stockTaken) return;
  if (!(await takeStock(tx, await itemsOf(tx, order.id))))
    throw new Problem("out_of_stock", "Somebody else was faster: not enough is left of what you ordered.");
}

const isSame = (attempt: Payment, wish: ReadyWish, keyPair: PairName) =>
  attempt.status === "ready" &&
  attempt.method === wish.method &&
  attempt.amount === wish.amount &&
  attempt.keyPair === keyPair &&
  attempt.successUrl === wish.successUrl &&
  attempt.failUrl === wish.failUrl;

async function open(tx: Tx, order: Order, wish: ReadyWish, keyPair: PairName, attempt: number, now: Date) {
  const payment = await insertPayment(tx, {
    id: newId("pay"),
    orderId: order.id,
    attempt,
    gateway: "toss",
    keyPair,
    live: env().live,
    method: wish.method,
    gatewayOrderId: `${order.number}-${attempt}`,
    status: "ready",
    amount: order.amount,
    currency: order.currency,
    captured: 0,
    refunded: 0,
    refundPending: 0,
    successUrl: wish.successUrl,
    failUrl: wish.failUrl,
    detail: {},
    version: 1,
    createdAt: now,
  });
  await recordEvents(tx, [
    {
      orderId: order.id,
      paymentId: payment.id,
      kind: "payment_ready",
      detail: { method: wish.method },
      at: now,
    },
  ]);
  return payment;
}

/** Past the gateway's own window by ten minutes, and never past three hours after the order was made. */
function deadline(order: Order, payment: Payment, now: Date): Date {
  const window = now.getTime() + gateway(payment.gateway).windowMs + minutes(10);
  const latest = later(order.createdAt, hours(3)).getTime();
  return new Date(Math.max(order.expiresAt.getTime(), Math.min(window, latest)));
}

async function madeBefore(tx: Tx, keyed: KeyedRequest | undefined): Promise<Payment | undefined> {
  const row = keyed && (await findKey(tx, keyed));
  if (!row) return undefined;
  assertSameBody(row, keyed);
  return paymentById(tx, row.madeId);
}
