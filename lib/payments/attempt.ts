import { recordEvents } from "@/db/events";
import { findKey } from "@/db/idempotency";
import { queueMail } from "@/db/mails";
import { itemsOf } from "@/db/orders";
import { insertPayment, paymentById } from "@/db/payments";
import { takeStock } from "@/db/products";
import type { Order, Payment } from "@/db/schema";
import type { Tx } from "@/db/store";
import { later, minutes, newId } from "../clock";
import { amountLimits, isWithinLimits, type PaymentMethod } from "../contracts/methods";
import { env, type PairName } from "../env";
import { assertSameBody, type KeyedRequest } from "../idempotency";
import { Problem } from "../problem";

// What every way to begin a payment shares.

export type NewAttempt = {
  method: PaymentMethod;
  keyPair: PairName;
  status: "ready" | "confirming";
  successUrl: string;
  failUrl: string;
  /** 1 for the order's first attempt. */
  number: number;
};

/** How long a letter about an order waits: who pays at once is told once, that it is paid. */
const receivedAfterMs = minutes(3);

/** Writes down a new attempt to pay an order whose lock is held. */
export async function openAttempt(tx: Tx, order: Order, wish: NewAttempt, now: Date): Promise<Payment> {
  const { number, ...values } = wish;
  const payment = await insertPayment(tx, {
    ...values,
    id: newId("pay"),
    orderId: order.id,
    attempt: number,
    gateway: "toss",
    live: env().live,
    gatewayOrderId: `${order.number}-${number}`,
    amount: order.amount,
    currency: order.currency,
    captured: 0,
    refunded: 0,
    refundPending: 0,
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
  if (number === 1)
    await queueMail(tx, {
      orderId: order.id,
      kind: "order_received",
      cause: "",
      sendAt: later(now, receivedAfterMs),
      now,
    });
  return payment;
}

/** Takes an order's items from the shelf, unless it has them. Throws out_of_stock. */
export async function takeStockOnce(tx: Tx, order: Order) {
  if (order.stockTaken) return;
  if (!(await takeStock(tx, await itemsOf(tx, order.id))))
    throw new Problem("out_of_stock", "Somebody else was faster: not enough is left of what you ordered.");
}

/** The payment that a request with this idempotency key made. Throws idempotency_key_reused. */
export async function madeBefore(tx: Tx, keyed: KeyedRequest | undefined): Promise<Payment | undefined> {
  const row = keyed && (await findKey(tx, keyed));
  if (!row) return undefined;
  assertSameBody(row, keyed);
  return paymentById(tx, row.madeId);
}

/** Refuses a currency or an amount that a method does not take. */
export function assertTakes(method: PaymentMethod, { currency, amount }: Order) {
  if (currency !== "KRW") throw new Problem("currency_not_supported", "Toss Payments takes Korean won only.");
  if (isWithinLimits(method, amount)) return;
  const { min, max } = amountLimits[method];
  const range = max === undefined ? `from ${min} won` : `from ${min} to ${max} won`;
  throw new Problem("amount_out_of_range", `This way to pay takes amounts ${range}.`, {
    errors: [{ field: "method", message: `${method} takes amounts ${range}` }],
  });
}

export const notConfigured = (method: PaymentMethod) =>
  new Problem("not_configured", "This shop has not set up this way to pay.", {
    errors: [{ field: "method", message: `${method} is not set up` }],
  });
