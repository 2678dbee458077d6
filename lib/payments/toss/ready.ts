import { lockPayableOrder, orderById, writeOrder } from "@/db/orders";
import { paymentsOf } from "@/db/payments";
import type { Order, Payment } from "@/db/schema";
import { db, type Tx } from "@/db/store";
import type { TossPairName } from "../../contracts/gateways";
import type { PaymentMethod } from "../../contracts/methods";
import { type KeyedRequest, once } from "../../http/idempotency";
import { Problem } from "../../problem";
import { env } from "../../settings/env";
import { assertAllowed, assertOfToday, deadline, openAttempt, takeStockOnce } from "../checkout/attempt";
import { isOfToday } from "../engine/account";
import { currentPayment } from "../engine/wait";
import { refusalOf } from "../view/refusal";
import { assertTossTakes, notConfigured } from "./takes";

export type ReadyWish = {
  amount: number;
  method: PaymentMethod;
  successUrl: string;
  failUrl: string;
  /** The hashed networks of the client that requests it, as returned by `openedFrom`; null if unknown. */
  openedFrom?: string | null;
  /** The caller's idempotency key, if it sent one. */
  keyed: KeyedRequest | undefined;
};

/**
 * Prepares an attempt to pay `order` through Toss: takes the stock, once per order, and extends the order's deadline to
 * cover the gateway's window. A repeat of the same request gets the attempt that is still ready. Throws
 * `amount_mismatch`, `out_of_stock`, `not_configured`, `amount_out_of_range`, `currency_not_supported`,
 * `payment_in_progress`, and order_… if the order has ended.
 */
export async function readyToss(
  order: Order,
  wish: ReadyWish,
  now: Date,
): Promise<{ payment: Payment; standing: Order; replayed: boolean }> {
  for (const field of ["successUrl", "failUrl"] as const) assertAllowed(wish[field], names[field]);
  assertOfToday(order, now);
  const keyPair = pairFor(wish.method);
  assertTossTakes(wish.method, order);
  const { made, replayed } = await once(
    wish.keyed,
    now,
    async (tx) => {
      const prepared = await prepare(tx, order, wish, keyPair, now);
      return { id: prepared.payment.id, made: prepared };
    },
    async (id) => ({
      payment: await currentPayment(id),
      standing: (await orderById(db, order.id)) ?? order,
    }),
  );
  return { ...made, replayed };
}

async function prepare(tx: Tx, order: Order, wish: ReadyWish, keyPair: TossPairName, now: Date) {
  const locked = await lockPayableOrder(tx, order.id, now);
  if (!locked) throw refusalOf((await orderById(tx, order.id)) ?? order, now);
  if (wish.amount !== locked.amount)
    throw new Problem("amount_mismatch", "The amount does not match the order.");
  const attempts = await paymentsOf(tx, locked.id);
  const again = attempts.findLast((attempt) => isSame(attempt, wish, keyPair));
  const { method, successUrl, failUrl } = wish;
  const fresh = {
    gateway: "toss",
    method,
    keyPair,
    successUrl,
    failUrl,
    status: "ready",
    openedFrom: wish.openedFrom ?? null,
    number: attempts.length + 1,
  } as const;
  const payment = again ?? (await openAttempt(tx, locked, fresh, now));
  // Last, because everyone who buys the same product waits for these rows until this transaction ends.
  await takeStockOnce(tx, locked, wish.openedFrom ?? null);
  const standing = await writeOrder(tx, locked.id, {
    stockTaken: true,
    expiresAt: deadline(locked, payment, now),
  });
  return { payment, standing: standing ?? locked };
}

const names = { successUrl: "success_url", failUrl: "fail_url" } as const;

/** In the browser the widget handles every method; a shop with only API keys opens the payment window. */
function pairFor(method: PaymentMethod): TossPairName {
  const { pairs } = env().toss;
  if (pairs.widget) return "widget";
  if (pairs.api) return "api";
  throw notConfigured(method);
}

const isSame = (attempt: Payment, wish: ReadyWish, keyPair: TossPairName) =>
  attempt.gateway === "toss" &&
  attempt.status === "ready" &&
  isOfToday(attempt) &&
  attempt.method === wish.method &&
  attempt.amount === wish.amount &&
  attempt.keyPair === keyPair &&
  attempt.successUrl === wish.successUrl &&
  attempt.failUrl === wish.failUrl;
