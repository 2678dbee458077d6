import { randomUUID } from "node:crypto";
import Sdk from "stripe";
import { expect } from "vitest";
import { startStripeEmulator } from "../stripe";
import { keys } from "../stripe/keys";
import { controlAt } from "./control";
import { openWebhookShop } from "./shop";

/**
 * An emulator of its own for a test, and a shop's server that talks to it with the real SDK. With `standing`, its clock
 * stands until the test turns it.
 */
export async function openStripe({ data = ":memory:", standing = false } = {}) {
  const begun = Date.now();
  const hooks = await openWebhookShop();
  const gateway = await startStripeEmulator({
    data,
    webhookUrls: [hooks.url],
    ...(standing && { machine: () => begun }),
  });
  const merchant = merchantAt(gateway.url);

  /** Every event received, each with its signature verified. */
  const events = () =>
    hooks.texts.map((text, index) => prove(text, hooks.received[index]?.headers["stripe-signature"]));
  const types = () => events().map(({ type }) => type);
  const prove = (text: string, signature: string | string[] | undefined) =>
    merchant.sdk.webhooks.constructEvent(text, String(signature), keys.webhookSecret);

  return {
    ...merchant,
    gateway,
    hooks,
    events,
    types,
    /** Waits until exactly these events about payments have come, in this order; payouts come in their own. */
    heard: (...expected: string[]) =>
      expect.poll(() => types().filter((type) => !isOfPayout(type)), eventually).toEqual(expected),
    /** The same for payouts. */
    heardOfPayouts: (...expected: string[]) =>
      expect.poll(() => types().filter(isOfPayout), eventually).toEqual(expected),
    proveNth: (index: number) =>
      prove(hooks.texts[index] ?? "", hooks.received[index]?.headers["stripe-signature"]),
    close: () => gateway.close().then(hooks.close),
  };
}

export type StripeShop = Awaited<ReturnType<typeof openStripe>>;

export function sdkAt(url: string, config: { maxNetworkRetries?: number; timeout?: number } = {}): Sdk {
  const { hostname: host, port } = new URL(url);
  return new Sdk(keys.secret, {
    host,
    port,
    protocol: "http",
    maxNetworkRetries: 0,
    telemetry: false,
    ...config,
  });
}

export function merchantAt(url: string) {
  const sdk = sdkAt(url);

  const gateway = controlAt(url);

  return {
    url,
    sdk,
    ...gateway,

    /** A hand-written request that bypasses the SDK. */
    async ask(method: string, path: string, form?: string, headers: Record<string, string> = bearer) {
      const response = await fetch(`${url}/v1${path}`, {
        method,
        headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
        ...(form !== undefined && { body: form }),
      });
      const body = (await response.json()) as HandWritten;
      return { status: response.status, headers: response.headers, body };
    },

    /** A hosted page, for a new order unless one is named. */
    checkout(wish: Partial<Sdk.Checkout.SessionCreateParams> & { amount?: number; currency?: string } = {}) {
      const { amount = 5_000, currency = "usd", ...more } = wish;
      return sdk.checkout.sessions.create({
        mode: "payment",
        client_reference_id: `order_${randomUUID()}`,
        success_url: "https://shop.test/done?session={CHECKOUT_SESSION_ID}",
        cancel_url: "https://shop.test/cart",
        line_items: [
          { quantity: 1, price_data: { currency, unit_amount: amount, product_data: { name: "T-shirt" } } },
        ],
        ...more,
      });
    },

    /** A payment already paid by card, unless `wish` says otherwise. */
    async paid(wish: Partial<Sdk.PaymentIntentCreateParams> = {}): Promise<Sdk.PaymentIntent> {
      return sdk.paymentIntents.create({
        amount: 5_000,
        currency: "usd",
        confirm: true,
        payment_method: "pm_card_visa",
        automatic_payment_methods: { enabled: true, allow_redirects: "never" },
        ...wish,
      });
    },

    /** The shopper presses Pay on the hosted page. */
    async pay(sessionId: string, how: Record<string, unknown> = {}): Promise<Pressed> {
      return (await gateway.control<Pressed>("POST", `/sessions/${sessionId}/pay`, how)).body;
    },
  };
}

export const bearer = { authorization: `Bearer ${keys.secret}` };

/** The fields of an object or an error that tests read. */
type HandWritten = {
  id: string;
  error?: { type: string; code?: string; message: string; param?: string };
  [field: string]: unknown;
};

/** The events of a payment while the clock stands still, without those that follow a moment later. */
export const paidAtOnce = ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"];
export const paidOnPage = [...paidAtOnce, "checkout.session.completed", "charge.updated"];

/** The result of pressing Pay. */
export type Pressed = {
  is: "complete" | "challenge" | "declined" | "closed";
  returnUrl?: string;
  intentId?: string;
  code?: string;
  declineCode?: string | null;
  message?: string;
};

/** How a call was refused, in wire format. */
export async function refusal(call: Promise<unknown>) {
  const outcome = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(outcome instanceof Sdk.errors.StripeError)) throw new Error(`not refused: ${String(outcome)}`);
  const { statusCode: status, rawType: type, code, param, message, decline_code: declineCode } = outcome;
  return { status, type, code, param, message, declineCode, class: outcome.type, raw: outcome };
}

const isOfPayout = (type: string) => type.startsWith("payout.");

/** Webhooks may take a while on a busy machine. */
export const eventually = { timeout: 10_000 };

/** In minutes, as `turnClock` takes them. */
export const days = (count: number) => count * 24 * 60;
