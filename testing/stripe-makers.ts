import Stripe from "stripe";
import type { Order, Payment } from "@/db/schema";
import { now, seconds } from "@/lib/clock";
import { createOrder } from "@/lib/orders/create";
import { chargeStripe } from "@/lib/payments/stripe/charge";
import { type OpenWish, openStripe } from "@/lib/payments/stripe/open";
import { verify } from "@/lib/payments/stripe/verify";
import { receive, workOnNews } from "@/lib/payments/worker/inbox";
import { env } from "@/lib/settings/env";
import type { StripeChoice } from "@/testing/stripe-emulator";
import { aWish, orderNow, paymentNow, shopUrls } from "./makers";
import { atStripe, stripe } from "./stripe";

/** The test cards that tests use. */
export const cards = {
  declined: "4000000000000002",
  insufficientFunds: "4000000000009995",
  asks: "4000002760003184",
  asksThenDeclined: "4000008400001629",
  pendingRefund: "4000000000007726",
  failingRefund: "4000000000005126",
  disputes: "4000000000000259",
};

/** An order in dollars; by default one T-shirt for $22.00. */
export async function aDollarOrder(items?: { sku: string; quantity: number }[]): Promise<Order> {
  const { order } = await createOrder(
    { ...(await aWish(items)), currency: "USD" },
    undefined,
    undefined,
    now(),
  );
  return order;
}

/** Mina goes to Stripe's page. */
export const aPageWish: OpenWish = {
  page: {
    successUrl: `${shopUrls.successUrl}?session_id={CHECKOUT_SESSION_ID}`,
    cancelUrl: "http://localhost:3000/cart",
  },
  keyed: undefined,
  waitMs: seconds(8),
};

/** Mina pays on the shop's page. */
export const aFormWish: OpenWish = { origin: null, keyed: undefined, waitMs: seconds(8) };

/** An order with an open Stripe page. The same order again returns the page it has. */
export async function anOpenPage(of?: Order, differs: Partial<OpenWish> = {}) {
  const made = await opened(of, { ...aPageWish, ...differs });
  return { ...made, sessionId: made.payment.gatewaySessionKey ?? "" };
}

/** An order with an intent for the shop's card form. */
export async function anOpenIntent(of?: Order, differs: Partial<OpenWish> = {}) {
  const made = await opened(of, { ...aFormWish, ...differs });
  return { ...made, intentId: made.payment.gatewayPaymentKey ?? "" };
}

async function opened(of: Order | undefined, wish: OpenWish) {
  const order = of ?? (await aDollarOrder());
  const { payment } = await openStripe(order, wish);
  return { order: await orderNow(order), payment };
}

/** Presses Pay on Stripe's page; the shop is not notified. */
export async function payOnPage({ gatewaySessionKey }: Payment, how?: StripeChoice) {
  return stripe.sessions.pay(gatewaySessionKey ?? "", how);
}

/** Charges the card of the order's intent from the shop's server, waiting as an API caller does. */
export const charge = (order: Order, paymentMethod = "pm_card_visa", returnUrl?: string) =>
  chargeStripe(order, { paymentMethod, returnUrl }, seconds(8));

/** An order paid on Stripe's page, after the shop has looked. */
export async function aPaidPage(of?: Order, how?: StripeChoice) {
  const { order, payment } = await anOpenPage(of);
  await payOnPage(payment, how);
  await verify(payment);
  return asPaid(order, payment);
}

/** An order paid in the shop's card form. */
export async function aPaidIntent(of?: Order, paymentMethod?: string) {
  const { order, payment } = await anOpenIntent(of);
  await charge(order, paymentMethod);
  return asPaid(order, payment);
}

async function asPaid(order: Order, opened: Payment) {
  const payment = await paymentNow(opened);
  if (payment.status !== "paid") throw new Error(`The payment is ${payment.status}.`);
  const intent = await atStripe(payment.gatewayOrderId);
  return { order: await orderNow(order), payment, intentId: intent.id };
}

/** The headers of a delivery that Stripe signed at this time; for a forgery, pass another `secret`. */
export function signed(body: string, at = now(), secret = env().stripe.keys?.webhookSecrets[0] ?? "") {
  const timestamp = Math.floor(at.getTime() / 1_000);
  const header = Stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp });
  return new Headers({ "stripe-signature": header });
}

let events = 0;

/** A Stripe event about an object. */
export function anEvent(type: string, object: object, differs: object = {}): string {
  events += 1;
  const id = `evt_${events}`;
  return JSON.stringify({ id, object: "event", type, livemode: false, data: { object }, ...differs });
}

/** The event that reports a page as paid, whether or not it is. */
export const aPageEvent = ({ gatewaySessionKey, gatewayOrderId }: Payment, differs: object = {}) =>
  anEvent("checkout.session.completed", {
    id: gatewaySessionKey,
    object: "checkout.session",
    client_reference_id: gatewayOrderId,
    ...differs,
  });

/** Receives a signed delivery and processes it. */
export async function hear(body: string, headers = signed(body)) {
  const id = await receive("stripe", body, headers, now());
  if (id) await workOnNews(id);
}
