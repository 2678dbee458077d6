import { randomUUID } from "node:crypto";

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

export type LoggedRequest = {
  operation: string;
  status: number | null;
  acted: boolean;
  replayed: boolean;
  fault: string | null;
  idempotencyKey: string | null;
};

export type LoggedDelivery = {
  id: string;
  transmissionId: string;
  eventType: string;
  state: string;
  attempts: number;
  lastStatus: number | null;
  body: { data: { status: string } };
};

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

    async turnClock(minutes: number) {
      await ask("POST", "/_control/clock", { advance_ms: minutes * 60_000 });
    },

    async fault(order: Record<string, unknown>): Promise<string> {
      const { body, status } = await ask<{ id: string }>("POST", "/_control/faults", order);
      if (status !== 201) throw new Error(`the fault was refused: ${JSON.stringify(body)}`);
      return body.id;
    },

    async holding(faultId: string): Promise<number> {
      const { body } = await ask<{ id: string; holding: number }[]>("GET", "/_control/faults");
      return body.find(({ id }) => id === faultId)?.holding ?? 0;
    },

    async requests(orderId: string): Promise<LoggedRequest[]> {
      return (await ask<LoggedRequest[]>("GET", `/_control/requests?orderId=${orderId}`)).body;
    },

    async deliveries(orderId: string): Promise<LoggedDelivery[]> {
      return (await ask<LoggedDelivery[]>("GET", `/_control/webhooks?orderId=${orderId}`)).body;
    },
  };
}

export type Merchant = ReturnType<typeof merchantAt>;
