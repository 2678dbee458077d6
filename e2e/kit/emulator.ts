/** Money as the gateway tells it; the fields the stories look at. */
export type GatewayPayment = {
  paymentKey: string;
  orderId: string;
  status:
    | "READY"
    | "IN_PROGRESS"
    | "WAITING_FOR_DEPOSIT"
    | "DONE"
    | "CANCELED"
    | "PARTIAL_CANCELED"
    | "ABORTED"
    | "EXPIRED";
  totalAmount: number;
  balanceAmount: number;
  approvedAt: string | null;
  method: string | null;
  secret: string | null;
  virtualAccount: { accountNumber: string; bankCode: string; expired: boolean; dueDate: string } | null;
  cancels: { cancelAmount: number; cancelReason: string; transactionKey: string }[] | null;
};

/** One call the shop made to the gateway's API. `acted` says that it moved money. */
export type GatewayRequest = {
  id: string;
  at: string;
  operation: "confirm" | "look" | "look_by_order" | "cancel" | "issue";
  orderId: string | null;
  paymentKey: string | null;
  idempotencyKey: string | null;
  body: unknown;
  /** Null while it is held, and when the connection was cut instead of answered. */
  status: number | null;
  acted: boolean;
  replayed: boolean;
  fault: string | null;
};

export type NewFault = {
  operation: "confirm" | "cancel" | "look" | "issue" | "any";
  kind:
    | "slow"
    | "drop_before"
    | "drop_after"
    | "error_after"
    | "error"
    | "in_progress"
    | "malformed"
    | "wrong_amount"
    | "hold"
    | "hold_before"
    | "away";
  /** How many calls it strikes; null means until it is cleared. */
  times?: number | null;
  orderId?: string;
  delay_ms?: number;
  code?: string;
};

/** How the shopper pays; what is left out the emulator chooses. */
export type Choice = {
  method?: "CARD" | "TRANSFER" | "MOBILE_PHONE" | "EASY_PAY" | "VIRTUAL_ACCOUNT";
  outcome?: string;
  provider?: string;
  source?: "card" | "money" | "points";
  points?: number;
  bank?: string;
  customerName?: string;
  validHours?: number;
  installmentMonths?: number;
};

type Attempt = Choice & {
  orderId: string;
  amount: number;
  orderName?: string;
  currency?: string;
  clientKey?: string;
  card?: string;
  successUrl?: string;
  failUrl?: string;
  /** False leaves the shopper in the payment window. */
  authenticate?: boolean;
};

export type Delivery = {
  id: string;
  transmissionId: string;
  eventType: string;
  orderId: string;
  target: string;
  attempts: number;
  state: "pending" | "delivered" | "failed";
  lastStatus: number | null;
  body: unknown;
};

/** The secret key of the emulator's widget pair, which the shop uses in its demo mode. */
const widgetSecretKey = "test_gsk_emulator_widget0000000000";

export type Emulator = ReturnType<typeof emulatorAt>;

/** The emulator's control routes: to act as the shopper or the bank, break the network, and see what was asked. */
export function emulatorAt(url: string) {
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${url}/_control${path}`, {
      method,
      ...(body !== undefined && {
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} /_control${path} answered ${response.status}: ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  };
  const search = (filter: Record<string, string | undefined>) => {
    const given = Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return `?${new URLSearchParams(given)}`;
  };

  return {
    url,
    reset: () => call<void>("POST", "/reset"),
    clock: {
      now: () => call<{ now: string }>("GET", "/clock"),
      advance: (advance_ms: number) => call<{ now: string }>("POST", "/clock", { advance_ms }),
      reset: () => call<{ now: string }>("POST", "/clock", { reset: true }),
    },
    payments: {
      /** A shopper in the payment window; by default one who has authenticated already. */
      open: (attempt: Attempt) =>
        call<{ paymentKey: string; orderId: string; amount: number; status: string }>(
          "POST",
          "/payments",
          attempt,
        ),
      /**
       * Money is taken without the shop: a question of long ago that the gateway acts on only now, or another
       * program that holds the shop's secret key.
       */
      async take({ paymentKey, orderId, amount }: { paymentKey: string; orderId: string; amount: number }) {
        const response = await fetch(`${url}/v1/payments/confirm`, {
          method: "POST",
          headers: {
            authorization: `Basic ${btoa(`${widgetSecretKey}:`)}`,
            "content-type": "application/json",
          },
          body: JSON.stringify({ paymentKey, orderId, amount }),
        });
        if (!response.ok) throw new Error(`The gateway took nothing: ${await response.text()}`);
      },
      authenticate: (paymentKey: string) => call<void>("POST", `/payments/${paymentKey}/authenticate`),
      list: (orderId: string) => call<GatewayPayment[]>("GET", `/payments${search({ orderId })}`),
      /** Somebody deposits into a virtual account; `late`: the bank takes it although its time is over. */
      deposit: (paymentKey: string, how: { late?: boolean; depositorName?: string } = {}) =>
        call<GatewayPayment>("POST", `/payments/${paymentKey}/deposit`, how),
      /** The bank takes a deposit back. */
      reverseDeposit: (paymentKey: string) =>
        call<GatewayPayment>("POST", `/payments/${paymentKey}/reverse-deposit`),
      /** A refund somebody makes in the gateway's own console. */
      cancel: (
        paymentKey: string,
        refund: {
          amount?: number;
          reason: string;
          refundReceiveAccount?: { bank: string; accountNumber: string; holderName: string };
        },
      ) => call<GatewayPayment>("POST", `/payments/${paymentKey}/cancel`, refund),
    },
    requests: (filter: { orderId?: string; operation?: GatewayRequest["operation"] } = {}) =>
      call<GatewayRequest[]>("GET", `/requests${search(filter)}`),
    faults: {
      add: (fault: NewFault) => call<{ id: string }>("POST", "/faults", fault),
      list: () =>
        call<{ id: string; kind: NewFault["kind"]; remaining: number | null; holding: number }[]>(
          "GET",
          "/faults",
        ),
      release: (id: string) => call<void>("POST", `/faults/${id}/release`),
      remove: (id: string) => call<void>("DELETE", `/faults/${id}`),
    },
    webhooks: {
      list: (orderId: string) => call<Delivery[]>("GET", `/webhooks${search({ orderId })}`),
      redeliver: (id: string, how: { times?: number; at_once?: boolean; newTransmissionId?: boolean } = {}) =>
        call<unknown>("POST", `/webhooks/${id}/redeliver`, how),
      /** An event nobody expects: forged, or out of order. */
      send: (event: {
        orderId?: string;
        paymentKey?: string;
        body?: unknown;
        headers?: Record<string, string>;
        status?: string;
      }) => call<unknown>("POST", "/webhooks/send", event),
      setTargets: (urls: string[]) => call<unknown>("PUT", "/webhooks/targets", { urls }),
      /** Keeps deliveries waiting, as if the gateway's events were lost. */
      pause: (paused: boolean, orderId?: string) =>
        call<unknown>("PUT", "/webhooks/paused", { paused, ...(orderId && { orderId }) }),
    },
  };
}
