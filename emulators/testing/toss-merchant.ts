import { randomUUID } from "node:crypto";
import { startTossEmulator } from "../toss";
import { controlAt } from "./control";

export const widgetKeys = {
  client: "test_gck_emulator_widget0000000000",
  secret: "test_gsk_emulator_widget0000000000",
};
export const apiKeys = {
  client: "test_ck_emulator_api00000000000000",
  secret: "test_sk_emulator_api00000000000000",
};
/** The public documentation's keys, which anyone can use. */
export const docsKeys = {
  client: "test_gck_docs_Ovk5rk1EwkEbP0W43n07xlzm",
  secret: "test_gsk_docs_OaPz8L5KdmQXkzRz3y47BMw6",
};

export type Reply<Body = PaymentBody> = {
  status: number;
  headers: Headers;
  body: Body;
};

/** The fields of a Payment or an error that tests read. */
export type PaymentBody = {
  [field: string]: unknown;
  code: string;
  message: string;
  paymentKey: string;
  status: string;
  orderId: string;
  totalAmount: number;
  balanceAmount: number;
  lastTransactionKey: string;
  cancels: { cancelAmount: number; refundableAmount: number; transactionKey: string }[];
};

export type OpenedPayment = {
  paymentKey: string;
  orderId: string;
  amount: number;
  status: string;
  redirectUrl: string | null;
};

type Opening = { secretKey?: string; data?: string; webhookUrls?: readonly string[] };

/** An emulator of its own for a test, and a shop's server that talks to it. */
export async function openToss({ secretKey, data = ":memory:", webhookUrls = [] }: Opening = {}) {
  const gateway = await startTossEmulator({ data, webhookUrls });
  return { ...merchantAt(gateway.url, secretKey), url: gateway.url, close: gateway.close };
}

export type TossShop = Awaited<ReturnType<typeof openToss>>;

/** A shop's server that talks to the emulator as it would to the gateway, plus the test's control routes. */
export function merchantAt(url: string, secretKey = widgetKeys.secret) {
  const authorization = `Basic ${Buffer.from(`${secretKey}:`).toString("base64")}`;

  async function ask<Body = PaymentBody>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply<Body>> {
    const response = await fetch(url + path, {
      method,
      headers: { authorization, "content-type": "application/json", ...headers },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === "" ? null : JSON.parse(text),
    };
  }

  return {
    ...controlAt(url),
    ask,

    /** A buyer authenticates a payment, for a new order unless one is named. */
    async buyer(order: Record<string, unknown> = {}): Promise<OpenedPayment> {
      const wanted = { orderId: `order_${randomUUID()}`, amount: 15_000, ...order };
      const { body, status } = await ask<OpenedPayment>("POST", "/_control/payments", wanted);
      if (status !== 201) throw new Error(`the payment did not open: ${JSON.stringify(body)}`);
      return body;
    },

    confirm(
      { paymentKey, orderId, amount }: Pick<OpenedPayment, "paymentKey" | "orderId" | "amount">,
      headers: Record<string, string> = {},
    ) {
      return ask("POST", "/v1/payments/confirm", { paymentKey, orderId, amount }, headers);
    },

    cancel(paymentKey: string, body: Record<string, unknown> = {}, headers: Record<string, string> = {}) {
      return ask(
        "POST",
        `/v1/payments/${paymentKey}/cancel`,
        { cancelReason: "단순 변심", ...body },
        headers,
      );
    },

    look: (paymentKey: string, headers: Record<string, string> = {}) =>
      ask("GET", `/v1/payments/${paymentKey}`, undefined, headers),

    lookByOrder: (orderId: string) => ask("GET", `/v1/payments/orders/${orderId}`),
  };
}

export type Merchant = ReturnType<typeof merchantAt>;
