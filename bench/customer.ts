import { randomUUID } from "node:crypto";
import { Pool } from "undici";
import type { Reply } from "@/components/api";
import { attemptOf, orderOf } from "@/e2e/kit/wishes";
import { completed } from "./stripe";

export type Order = Reply<"POST /orders">;
type Ready = Reply<"POST /payments/toss/ready">;
export type Prepared = { order: Order; ready: Ready };
export type Opened = { order: Order; sessionId: string; gatewayOrderId: string };

export type Customers = ReturnType<typeof customersOf>;

/**
 * Shoppers who buy without a browser, each from a different address, over keep-alive connections; and the shop's own
 * server, which refunds them with this API key.
 */
export function customersOf(shopUrl: string, skus: string[], refundKey = "") {
  const pool = new Pool(shopUrl, { connections: 16, pipelining: 1 });
  let asked = 0;

  const ask = (method: "GET" | "POST", path: string, headers: Record<string, string>, body?: object) =>
    send(method, path, headers, body && JSON.stringify(body));

  const send = async (
    method: "GET" | "POST",
    path: string,
    headers: Record<string, string>,
    body?: string,
  ) => {
    asked++;
    const answer = await pool.request({
      method,
      path,
      headers: {
        ...headers,
        "x-forwarded-for": `10.${(asked >> 16) & 255}.${(asked >> 8) & 255}.${asked & 255}`,
        ...(body && { "content-type": "application/json" }),
      },
      body: body ?? null,
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new Error(`${method} ${path} answered ${answer.statusCode}: ${text}`);
    return JSON.parse(text);
  };

  const customers = {
    knocks: () => ask("GET", "/healthz", {}),
    async orders(currency: "KRW" | "USD" = "KRW"): Promise<Order> {
      const sku = skus[asked % skus.length] ?? "";
      return ask(
        "POST",
        "/orders",
        { "idempotency-key": randomUUID() },
        orderOf({ items: [{ sku, quantity: 1 }], currency }),
      );
    },
    status: ({ order_number, access_token }: Order): Promise<Reply<"GET /payments/status">> =>
      ask("GET", `/payments/status?order_number=${order_number}`, { "order-token": access_token }),
    ready: (order: Order): Promise<Ready> =>
      ask("POST", "/payments/toss/ready", { "order-token": order.access_token }, attemptOf(order, shopUrl)),
    async confirms({ order, ready }: Prepared) {
      const { order_id: orderId, amount } = ready.toss;
      const body = { paymentKey: `bench_${orderId}`, orderId, amount: amount.value };
      const headers = { "order-token": order.access_token };
      const payment: Reply<"POST /payments/toss/confirm"> = await ask(
        "POST",
        "/payments/toss/confirm",
        headers,
        body,
      );
      if (payment.status !== "paid") throw new Error(`${payment.order_number} is ${payment.status}.`);
    },
    async refunds({ order }: Prepared) {
      const given: Reply<"POST /payments/toss/cancel"> = await ask(
        "POST",
        "/payments/toss/cancel",
        { authorization: `Bearer ${refundKey}`, "idempotency-key": randomUUID() },
        { order_number: order.order_number, reason: "Too small" },
      );
      if (given.refund?.state !== "done")
        throw new Error(`The refund of ${order.order_number} is ${given.refund?.state}.`);
    },
    async opens(order: Order): Promise<Opened> {
      const body = {
        order_number: order.order_number,
        success_url: `${shopUrl}/success`,
        cancel_url: `${shopUrl}/cart`,
      };
      const headers = { "order-token": order.access_token };
      const opened: Reply<"POST /payments/stripe/checkout"> = await ask(
        "POST",
        "/payments/stripe/checkout",
        headers,
        body,
      );
      if (!opened.session_id) throw new Error(`${order.order_number} has no session.`);
      return { order, sessionId: opened.session_id, gatewayOrderId: opened.payment.gateway_order_id };
    },
    async verifies({ order, sessionId }: Opened) {
      const headers = { "order-token": order.access_token };
      const body = { session_id: sessionId };
      const payment: Reply<"POST /payments/stripe/verify"> = await ask(
        "POST",
        "/payments/stripe/verify",
        headers,
        body,
      );
      if (payment.status !== "paid") throw new Error(`${payment.order_number} is ${payment.status}.`);
    },
    /** Sent by Stripe, not by a shopper: the webhook that reports a session as paid. */
    async hears({ sessionId, gatewayOrderId }: Opened) {
      const { body, signature } = completed(sessionId, gatewayOrderId);
      await send("POST", "/webhooks/stripe", { "stripe-signature": signature }, body);
    },
    async buys() {
      const order = await customers.orders();
      await customers.confirms({ order, ready: await customers.ready(order) });
    },
    leave: () => pool.close(),
  };
  return customers;
}
