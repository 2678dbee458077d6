import { lastCallOf, writeCall } from "@/db/calls";
import { itemsOf, lockPayableOrder, orderById, writeOrder } from "@/db/orders";
import { paymentsOf } from "@/db/payments";
import type { Call, CallSent, Order, Payment } from "@/db/schema";
import { db, type Tx } from "@/db/store";
import { type Countdown, countdown, later, minutes, now, sleep, waitAtMost } from "../../clock";
import { gateway } from "../../gateways";
import { type KeyedRequest, once } from "../../http/idempotency";
import { env } from "../../settings/env";
import { assertAllowed, assertOfToday, deadline, openAttempt, takeStockOnce } from "../checkout/attempt";
import { isOfToday } from "../engine/account";
import { askNow } from "../engine/ask";
import { closeSurfaces, endAttempts } from "../engine/close";
import { lookAndRecord } from "../engine/look";
import { newCall } from "../engine/new-call";
import { firstLookAfterMs } from "../engine/retry-times";
import { currentPayment, pollMs } from "../engine/wait";
import { refusalOf, refusalOfOpening } from "../view/refusal";
import { returnOrigin } from "../view/return-origin";
import { assertStripeTakes } from "./takes";

export type OpenWish = {
  /** A Stripe page; without it, an intent for the card form on the shop's own page. */
  page?: { successUrl: string; cancelUrl: string };
  /** The shop's origin in this browser, without a trailing slash: the browser is sent back there. */
  origin?: string | null;
  paymentMethod?: string | undefined;
  /** Whether a card is only held; if undefined, as the order's attempts before, or else as the shop is set up. */
  captureMethod?: Payment["captureMethod"] | undefined;
  /** The hashed networks of the client that requests it, as returned by `openedFrom`; null if unknown. */
  openedFrom?: string | null;
  /** The caller's idempotency key, if it sent one. */
  keyed: KeyedRequest | undefined;
  /** How long to wait for the gateway, in milliseconds; the call continues after that. */
  waitMs: number;
};

type Opened = { payment: Payment; replayed: boolean };

/**
 * Opens a way to pay `order` through Stripe: takes the stock, once per order, and extends the order's deadline. A
 * repeat of the same request gets what is still open; a different one shuts what was open before. The payment's `surface`
 * is null until Stripe answers. Throws `currency_not_supported`, `amount_out_of_range`, `not_configured`,
 * `out_of_stock`, `payment_in_progress`, `payment_declined`, and order_… if the order has ended.
 */
export async function openStripe(order: Order, wish: OpenWish): Promise<Opened> {
  if (wish.page) {
    assertAllowed(wish.page.successUrl, "success_url");
    assertAllowed(wish.page.cancelUrl, "cancel_url");
  }
  assertOfToday(order, now());
  assertStripeTakes(order);
  const left = countdown(wish.waitMs);
  for (;;) {
    const { payment, call, replayed } = await claim(order, wish, now());
    if (call) await waitAtMost(left(), askNow(call, payment));
    else await waitForSurface(payment.id, left);
    // What was opened before may have been paid or have expired since the last look.
    const wasOpen = !call && payment.surface !== null;
    if (wasOpen) await waitAtMost(left(), lookAndRecord(payment.id));
    const standing = await currentPayment(payment.id);
    if (replayed) return { payment: standing, replayed };
    const isOver = standing.status === "expired" || standing.status === "canceled";
    if (wasOpen && isOver && left() > 0) continue;
    const refusal = refusalOfOpening((await orderById(db, order.id)) ?? order, standing, now());
    if (refusal) throw refusal;
    return { payment: standing, replayed: false };
  }
}

/** Waits while another request is opening the surface. */
async function waitForSurface(paymentId: string, left: Countdown) {
  let payment = await currentPayment(paymentId);
  while (payment.status === "ready" && payment.surface === null && left() > 0) {
    await sleep(Math.min(pollMs, left()));
    payment = await currentPayment(paymentId);
  }
}

/** Claims the order for one opening, with a new attempt and its call; no call if the same request came before. */
async function claim(order: Order, wish: OpenWish, at: Date): Promise<Opened & { call?: Call | undefined }> {
  const { made, replayed } = await once<Opening>(
    wish.keyed,
    at,
    async (tx) => {
      const opening = await begin(tx, order, wish, at);
      return { id: opening.payment.id, made: opening };
    },
    async (id) => ({ payment: await currentPayment(id) }),
  );
  return { ...made, replayed };
}

type Opening = { payment: Payment; call?: Call };

async function begin(tx: Tx, order: Order, wish: OpenWish, at: Date): Promise<Opening> {
  const locked = await lockPayableOrder(tx, order.id, at);
  if (!locked) throw refusalOf((await orderById(tx, order.id)) ?? order, at);
  const attempts = await paymentsOf(tx, locked.id);
  const chosen = { ...wish, captureMethod: wish.captureMethod ?? captureMethodOf(attempts) };
  const again = await standingSurface(tx, attempts, chosen, at);
  const opening = again ? { payment: again } : await beginAnew(tx, locked, attempts, chosen, at);
  // Last, because everyone who buys the same product waits for these rows until this transaction ends.
  await takeStockOnce(tx, locked, wish.openedFrom ?? null);
  await writeOrder(tx, locked.id, { stockTaken: true, expiresAt: deadline(locked, opening.payment, at) });
  return opening;
}

type Chosen = OpenWish & { captureMethod: Payment["captureMethod"] };

/** Another server may have chosen it for this order; then the shop's own pages keep to that. */
const captureMethodOf = (attempts: Payment[]) =>
  attempts.findLast(({ gateway: name }) => name === "stripe")?.captureMethod ?? env().stripe.capture;

/** An order is paid through one Stripe page or form at a time: a new one replaces whatever is open or being opened. */
async function beginAnew(tx: Tx, order: Order, attempts: Payment[], wish: Chosen, at: Date) {
  await endAttempts(tx, order.id, "canceled", at, { gateway: "stripe" });
  await closeSurfaces(tx, attempts, "replaced", at, ({ gateway: name }) => name !== "stripe");
  const { successUrl, failUrl } = urlsOf(wish);
  const fresh = {
    gateway: "stripe",
    keyPair: "stripe",
    method: "CARD",
    status: "ready",
    successUrl,
    failUrl,
    openedFrom: wish.openedFrom ?? null,
    captureMethod: wish.captureMethod,
    number: attempts.length + 1,
  } as const;
  const payment = await openAttempt(tx, order, fresh, at);
  const call = await writeCall(tx, newCreateCall(payment, await sentOf(tx, order, payment, wish, at), at));
  return { payment, call };
}

/** How long a page must still be open to send a shopper there, in milliseconds. */
const worthMs = minutes(5);

/** The attempt that the same request opened or is opening. */
async function standingSurface(
  tx: Tx,
  attempts: Payment[],
  wish: Chosen,
  at: Date,
): Promise<Payment | undefined> {
  const standing = attempts.findLast(
    (attempt) =>
      attempt.gateway === "stripe" &&
      attempt.captureMethod === wish.captureMethod &&
      (attempt.status === "ready" || attempt.status === "requires_action") &&
      isOfToday(attempt),
  );
  const sent = standing && (await lastCallOf(tx, standing.id, "create"))?.sent;
  if (sent?.kind !== "create" || sent.paymentMethod !== wish.paymentMethod) return undefined;
  const isSame = wish.page
    ? sent.page?.cancelUrl === wish.page.cancelUrl &&
      standing?.successUrl === wish.page.successUrl &&
      new Date(sent.page.closesAt) > later(at, worthMs)
    : !sent.page;
  return isSame ? standing : undefined;
}

/** Shoppers who pay on the shop's own page stay there; a Stripe page leads back through one of our routes. */
function urlsOf({ page, origin }: OpenWish) {
  const own = returnOrigin(page?.successUrl ?? origin);
  return { own, successUrl: page?.successUrl ?? `${own}/success`, failUrl: `${own}/fail` };
}

const deliveryName = { ko: "배송비", en: "Delivery" };

async function sentOf(
  tx: Tx,
  order: Order,
  payment: Payment,
  wish: OpenWish,
  at: Date,
): Promise<Extract<CallSent, { kind: "create" }>> {
  const items = await itemsOf(tx, order.id);
  return {
    kind: "create",
    orderId: payment.gatewayOrderId,
    orderName: order.name,
    amount: payment.amount,
    currency: payment.currency,
    lines: [
      ...items.map(({ name, quantity, unitPrice }) => ({ name, quantity, unitPrice })),
      // Stripe adds the lines up to what it charges.
      ...(order.shipping > 0
        ? [{ name: deliveryName[order.locale], quantity: 1, unitPrice: order.shipping }]
        : []),
    ],
    customerEmail: order.customerEmail,
    locale: order.locale,
    ...(wish.page && {
      page: {
        returnUrl: `${urlsOf(wish).own}/payments/stripe/success?session_id={CHECKOUT_SESSION_ID}`,
        cancelUrl: wish.page.cancelUrl,
        closesAt: later(at, gateway(payment.gateway).windowMs).toISOString(),
      },
    }),
    ...(wish.paymentMethod && { paymentMethod: wish.paymentMethod }),
    ...(payment.captureMethod === "manual" && { captureMethod: payment.captureMethod }),
  };
}

const newCreateCall = (payment: Payment, sent: CallSent, askedAt: Date) =>
  newCall(payment, sent, { askedAt, nextAt: later(askedAt, firstLookAfterMs) });
