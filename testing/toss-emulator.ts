import { controlOf, type FaultKind } from "./emulator-control";

export type { Delivery } from "./emulator-control";

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
  operation: "confirm" | "look" | "look_by_order" | "cancel" | "issue" | "transactions";
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
  operation: "confirm" | "cancel" | "look" | "issue" | "transactions" | "any";
  kind: FaultKind;
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

/** The secret key of the emulator's widget pair, which the shop uses in its demo mode. */
const widgetSecretKey = "test_gsk_emulator_widget0000000000";

export type Emulator = ReturnType<typeof emulatorAt>;

/** The emulator's control routes: to act as the shopper or the bank, break the network, and see what was asked. */
export function emulatorAt(url: string) {
  const { call, search, ...shared } = controlOf(url);
  return {
    url,
    ...shared,
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
      /** How far the bank is with what goes back of a deposit. */
      refundStatus: (
        paymentKey: string,
        status: "NONE" | "PENDING" | "FAILED" | "PARTIAL_FAILED" | "COMPLETED",
      ) => call<GatewayPayment>("POST", `/payments/${paymentKey}/refund-status`, { status }),
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
      ...shared.faults,
      add: (fault: NewFault) => call<{ id: string }>("POST", "/faults", fault),
    },
    webhooks: {
      ...shared.webhooks,
      /** An event nobody expects: forged, or out of order. */
      send: (event: {
        orderId?: string;
        paymentKey?: string;
        body?: unknown;
        headers?: Record<string, string>;
        status?: string;
      }) => call<unknown>("POST", "/webhooks/send", event),
    },
  };
}
