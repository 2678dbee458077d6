import { randomUUID } from "node:crypto";
import Sdk from "stripe";
import { startStripeEmulator } from "../stripe";
import { keys } from "../stripe/keys";
import { openWebhookShop } from "./shop";

/** A shop's server with the real SDK, its webhook endpoint, and the gateway's control routes. */
export async function openStripe(data = ":memory:") {
  const hooks = await openWebhookShop();
  const gateway = await startStripeEmulator({ data, webhookUrls: [hooks.url] });
  const merchant = merchantAt(gateway.url);

  /** Every event received, each with its signature verified. */
  const events = () =>
    hooks.texts.map((text, index) => prove(text, hooks.received[index]?.headers["stripe-signature"]));
  const prove = (text: string, signature: string | string[] | undefined) =>
    merchant.sdk.webhooks.constructEvent(text, String(signature), keys.webhookSecret);

  return {
    ...merchant,
    gateway,
    hooks,
    events,
    types: () => events().map(({ type }) => type),
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

  async function control<Body = unknown>(method: string, path: string, body?: unknown) {
    const response = await fetch(`${url}/_control${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === "" ? null : JSON.parse(text)) as Body };
  }

  return {
    url,
    sdk,
    control,

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
      return (await control<Pressed>("POST", `/sessions/${sessionId}/pay`, how)).body;
    },

    async turnClock(minutes: number) {
      await control("POST", "/clock", { advance_ms: minutes * 60_000 });
    },

    async fault(order: Record<string, unknown>): Promise<string> {
      const { body, status } = await control<{ id: string }>("POST", "/faults", order);
      if (status !== 201) throw new Error(`the fault was refused: ${JSON.stringify(body)}`);
      return body.id;
    },

    async holding(faultId: string): Promise<number> {
      const { body } = await control<{ id: string; holding: number }[]>("GET", "/faults");
      return body.find(({ id }) => id === faultId)?.holding ?? 0;
    },

    async requests(orderId: string): Promise<LoggedRequest[]> {
      return (await control<LoggedRequest[]>("GET", `/requests?orderId=${orderId}`)).body;
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

export type LoggedRequest = {
  operation: string;
  status: number | null;
  acted: boolean;
  replayed: boolean;
  fault: string | null;
  idempotencyKey: string | null;
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

/** Webhooks may take a while on a busy machine. */
export const eventually = { timeout: 10_000 };

/** In minutes, as `turnClock` takes them. */
export const days = (count: number) => count * 24 * 60;
