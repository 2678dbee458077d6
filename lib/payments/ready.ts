import { insertKey } from "@/db/idempotency";
import { lockPayableOrder, orderById, writeOrder } from "@/db/orders";
import { paymentsOf } from "@/db/payments";
import type { Order, Payment } from "@/db/schema";
import { transaction } from "@/db/store";
import { hours, later, minutes } from "../clock";
import type { PaymentMethod } from "../contracts/methods";
import { env, type PairName } from "../env";
import { gateway } from "../gateways";
import type { KeyedRequest } from "../idempotency";
import { Problem } from "../problem";
import { assertTakes, madeBefore, notConfigured, openAttempt, takeStockOnce } from "./attempt";
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
 * amount_mismatch, out_of_stock, not_configured, amount_out_of_range, currency_not_supported,
 * payment_in_progress, and order_… when the order has ended.
 */
export async function readyToss(
  order: Order,
  wish: ReadyWish,
  now: Date,
): Promise<{ payment: Payment; standing: Order; replayed: boolean }> {
  for (const field of ["successUrl", "failUrl"] as const) assertAllowed(wish[field], names[field]);
  const keyPair = pairFor(wish.method);
  assertTakes(wish.method, order);
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
    const { method, successUrl, failUrl } = wish;
    const fresh = {
      method,
      keyPair,
      successUrl,
      failUrl,
      status: "ready",
      number: attempts.length + 1,
    } as const;
    const payment = again ?? (await openAttempt(tx, locked, fresh, now));
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

/** In a browser the widget takes every method; a shop that has only API keys opens the payment window. */
function pairFor(method: PaymentMethod): PairName {
  const { pairs } = env().toss;
  if (pairs.widget) return "widget";
  if (pairs.api) return "api";
  throw notConfigured(method);
}

const isSame = (attempt: Payment, wish: ReadyWish, keyPair: PairName) =>
  attempt.status === "ready" &&
  attempt.method === wish.method &&
  attempt.amount === wish.amount &&
  attempt.keyPair === keyPair &&
  attempt.successUrl === wish.successUrl &&
  attempt.failUrl === wish.failUrl;

/** Past the gateway's own window by ten minutes, and never past three hours after the order was made. */
function deadline(order: Order, payment: Payment, now: Date): Date {
  const window = now.getTime() + gateway(payment.gateway).windowMs + minutes(10);
  const latest = later(order.createdAt, hours(3)).getTime();
  return new Date(Math.max(order.expiresAt.getTime(), Math.min(window, latest)));
}
