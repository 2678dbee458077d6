import { recordEvents } from "@/db/events";
import { queueMail } from "@/db/mails";
import { itemsOf, writeOrder } from "@/db/orders";
import { insertPayment } from "@/db/payments";
import { productsBySku, takeStock } from "@/db/products";
import type { Order, Payment } from "@/db/schema";
import type { Tx } from "@/db/store";
import { heldUnpaidBy } from "@/db/unpaid";
import { hours, later, minutes, newId } from "../../clock";
import type { GatewayName, PairName } from "../../contracts/gateways";
import type { PaymentMethod } from "../../contracts/methods";
import { gateway } from "../../gateways";
import { traitsOf } from "../../gateways/all-traits";
import { assertMayHold, widestOf } from "../../limits/shelf";
import { Problem } from "../../problem";
import { env } from "../../settings/env";
import { accountToday, isOfTodaysMode } from "../engine/account";
import { wayToPay } from "../engine/way-to-pay";
import { refusalOf } from "../view/refusal";
import { newAttemptName } from "./attempt-name";

// Shared by every way to begin a payment.

export type NewAttempt = {
  gateway: GatewayName;
  method: PaymentMethod;
  keyPair: PairName;
  status: "ready" | "confirming";
  successUrl: string;
  failUrl: string;
  /** The hashed networks of the client that begins it, as returned by `openedFrom`; null if unknown. */
  openedFrom: string | null;
  /** Whether a card is only held until the shop captures it. */
  captureMethod?: Payment["captureMethod"];
  /** 1 for the order's first attempt. */
  number: number;
};

/** How long the order email waits, in milliseconds: a shopper who pays at once gets only the email that it is paid. */
const receivedAfterMs = minutes(3);

/** Writes a new attempt to pay an order. The caller holds the order's lock. */
export async function openAttempt(tx: Tx, order: Order, wish: NewAttempt, now: Date): Promise<Payment> {
  const { number, ...values } = wish;
  const payment = await insertPayment(tx, {
    ...values,
    id: newId("pay"),
    orderId: order.id,
    attempt: number,
    live: env().live,
    account: accountToday(wish.keyPair),
    gatewayOrderId: newAttemptName(order, number),
    amount: order.amount,
    taxFree: traitsOf(wish.gateway).splitsTax ? order.taxFree : 0,
    currency: order.currency,
    captured: 0,
    refunded: 0,
    refundPending: 0,
    detail: {},
    version: 1,
    createdAt: now,
  });
  const way = wayToPay(order, payment);
  if (way) await writeOrder(tx, order.id, way);
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

/**
 * Takes an order's items out of stock, unless it already has them. Throws `out_of_stock`, and `too_many_unpaid_items`
 * if `openedFrom` already holds too many.
 */
export async function takeStockOnce(tx: Tx, order: Order, openedFrom: string | null) {
  if (order.stockTaken) return;
  const items = await itemsOf(tx, order.id);
  if (!(await takeStock(tx, items)))
    throw new Problem("out_of_stock", "Someone else ordered first. Not enough stock is left for this order.");
  const counted = items.filter(({ fromStock }) => fromStock);
  if (!openedFrom || counted.length === 0) return;
  // The stock rows are locked now, so of two concurrent requests the second sees what the first took.
  const held = await heldUnpaidBy(tx, widestOf(openedFrom), order.id);
  const shelf = await productsBySku(
    tx,
    counted.map(({ sku }) => sku),
  );
  assertMayHold(counted, held, new Map(shelf.map(({ sku, stock }) => [sku, stock])), openedFrom);
}

/** Shoppers are redirected only to the shop itself or to origins the operator allows. Throws `redirect_not_allowed`. */
export function assertAllowed(url: string, field: string) {
  if (!env().allowedOrigins.includes(new URL(url).origin))
    throw new Problem("redirect_not_allowed", "This URL is not on an allowed origin.", {
      errors: [{ field, message: "Must be on the shop's own origin or on an allowed one" }],
    });
}

/**
 * Until when an order may be paid once an attempt is open: ten minutes past its gateway's window, but at most three
 * hours after the order was created, or as long after the time that another server gave it. Never earlier than before.
 */
export function deadline(order: Order, payment: Pick<Payment, "gateway">, now: Date): Date {
  const openMs = gateway(payment.gateway).windowMs + minutes(10);
  const latest = Math.max(
    later(order.createdAt, hours(3)).getTime(),
    order.payableUntil ? later(order.payableUntil, openMs).getTime() : 0,
  );
  return new Date(Math.max(order.expiresAt.getTime(), Math.min(later(now, openMs).getTime(), latest)));
}

/** Rejects a test order in a live shop, and the reverse. Throws order_…, `payment_in_progress`. */
export function assertOfToday(order: Order, now: Date) {
  if (!isOfTodaysMode(order)) throw refusalOf(order, now);
}
