import { controlOf, type DaySum, type FaultKind, type NewWrong } from "./emulator-control";

export type { Delivery } from "./emulator-control";

/** A payment as the gateway reports it; only the fields that tests read. */
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
  lastTransactionKey: string | null;
  secret: string | null;
  virtualAccount: { accountNumber: string; bankCode: string; expired: boolean; dueDate: string } | null;
  cancels:
    | { cancelAmount: number; taxFreeAmount: number; cancelReason: string; transactionKey: string }[]
    | null;
  discount: { amount: number } | null;
  suppliedAmount: number;
  vat: number;
  taxFreeAmount: number;
};

/** One call from the shop to the gateway's API. `acted` says whether it moved money. */
export type GatewayRequest = {
  id: string;
  at: string;
  operation:
    | "confirm"
    | "look"
    | "look_by_order"
    | "cancel"
    | "issue"
    | "transactions"
    | "settlements"
    | "acquire"
    | "issue_receipt"
    | "cancel_receipt"
    | "receipts";
  orderId: string | null;
  paymentKey: string | null;
  idempotencyKey: string | null;
  body: unknown;
  /** Null while the call is held, and if the connection was cut. */
  status: number | null;
  acted: boolean;
  replayed: boolean;
  fault: string | null;
};

export type NewFault = {
  operation: Exclude<GatewayRequest["operation"], "look_by_order"> | "any";
  kind: FaultKind;
  /** How many calls it affects; null means until it is removed. */
  times?: number | null;
  orderId?: string;
  delay_ms?: number;
  code?: string;
};

/** How the shopper pays; the emulator chooses whatever is missing. */
export type Choice = {
  method?: "CARD" | "TRANSFER" | "MOBILE_PHONE" | "EASY_PAY" | "VIRTUAL_ACCOUNT";
  outcome?: string;
  provider?: string;
  source?: "card" | "money" | "points";
  points?: number;
  instantDiscount?: boolean;
  cashReceipt?: { type: "소득공제" | "지출증빙"; registrationNumber: string };
  bank?: string;
  company?: string;
  customerName?: string;
  validHours?: number;
  installmentMonths?: number;
  freeInstallmentPlans?: { company: string; months: number[] }[];
  cardPoints?: boolean;
};

type Attempt = Choice & {
  orderId: string;
  amount: number;
  taxFreeAmount?: number;
  orderName?: string;
  currency?: string;
  clientKey?: string;
  card?: string;
  successUrl?: string;
  failUrl?: string;
  /** False leaves the shopper in the payment window. */
  authenticate?: boolean;
};

/** The secret key of the emulator's widget pair, which the shop uses in demo mode. */
const widgetSecretKey = "test_gsk_emulator_widget0000000000";

/** The secret key of the emulator's pair for the API, which opens virtual accounts. */
const apiSecretKey = "test_sk_emulator_api00000000000000";

async function atApi(url: string, path: string, body: object) {
  const response = await fetch(`${url}${path}`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${apiSecretKey}:`)}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`The gateway refused: ${await response.text()}`);
}

export type Emulator = ReturnType<typeof emulatorAt>;

/** The emulator's control routes: act as the shopper or the bank, break the network, list requests. */
export function emulatorAt(url: string) {
  const { call, search, ...shared } = controlOf(url);
  return {
    url,
    ...shared,
    payments: {
      /** A shopper in the payment window; by default one who has already authenticated. */
      open: (attempt: Attempt) =>
        call<{ paymentKey: string; orderId: string; amount: number; status: string }>(
          "POST",
          "/payments",
          attempt,
        ),
      /**
       * Takes money without a request from the shop: an old request that the gateway only acts on now, or another
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
        if (!response.ok) throw new Error(`The gateway charged nothing: ${await response.text()}`);
      },
      authenticate: (paymentKey: string) => call<void>("POST", `/payments/${paymentKey}/authenticate`),
      list: (orderId: string) => call<GatewayPayment[]>("GET", `/payments${search({ orderId })}`),
      /** Someone deposits into a virtual account; `late`: the bank accepts it although the account has expired. */
      deposit: (paymentKey: string, how: { late?: boolean; depositorName?: string } = {}) =>
        call<GatewayPayment>("POST", `/payments/${paymentKey}/deposit`, how),
      /** The bank reverses a deposit. */
      reverseDeposit: (paymentKey: string) =>
        call<GatewayPayment>("POST", `/payments/${paymentKey}/reverse-deposit`),
      /** The bank's progress with a deposit's refund. */
      refundStatus: (
        paymentKey: string,
        status: "NONE" | "PENDING" | "FAILED" | "PARTIAL_FAILED" | "COMPLETED",
      ) => call<GatewayPayment>("POST", `/payments/${paymentKey}/refund-status`, { status }),
      /** A refund made in the gateway's console. */
      cancel: (
        paymentKey: string,
        refund: {
          amount?: number;
          reason: string;
          refundReceiveAccount?: { bank: string; accountNumber: string; holderName: string };
        },
      ) => call<GatewayPayment>("POST", `/payments/${paymentKey}/cancel`, refund),
    },
    /** Who has the card payments of the widget's merchant acquired from now on. */
    contract: (terms: { acquisition?: "automatic" | "manual"; cycle?: "daily" | "weekly" }) =>
      call<unknown>("PUT", "/contracts/emu_widget", terms),
    /** Has a payment acquired without a request from the shop, as in the gateway's console. */
    async acquire(paymentKey: string) {
      const response = await fetch(`${url}/v1/settlements`, {
        method: "POST",
        headers: {
          authorization: `Basic ${btoa(`${widgetSecretKey}:`)}`,
          "content-type": "application/json",
        },
        body: JSON.stringify({ paymentKey }),
      });
      if (!response.ok) throw new Error(`The gateway acquired nothing: ${await response.text()}`);
    },
    /** Cash receipts that are issued or canceled without a request from the shop, as in the gateway's console. */
    receipts: {
      issue: (wish: { orderId: string; amount: number }) =>
        atApi(url, "/v1/cash-receipts", {
          orderName: "콘솔",
          type: "소득공제",
          customerIdentityNumber: "01099998888",
          ...wish,
        }),
      cancel: (receiptKey: string, amount?: number) =>
        atApi(url, `/v1/cash-receipts/${receiptKey}/cancel`, { amount }),
    },
    /** What the gateway settles by day, whatever it reports. */
    sums: (dateType: "soldDate" | "paidOutDate") => call<DaySum[]>("GET", `/sums${search({ dateType })}`),
    /** Has the settlement of a movement reported wrongly; `target` is a transactionKey. */
    wrong: (
      kind:
        | "hide_settlement"
        | "double_settlement"
        | "late_settlement"
        | "wrong_amount"
        | "wrong_fee"
        | "hide_transaction",
      target: string,
      how: NewWrong = {},
    ) => call<{ id: string }>("POST", "/wrongs", { kind, target, ...how }),
    requests: (filter: { orderId?: string; operation?: GatewayRequest["operation"] } = {}) =>
      call<GatewayRequest[]>("GET", `/requests${search(filter)}`),
    faults: {
      ...shared.faults,
      add: (fault: NewFault) => call<{ id: string }>("POST", "/faults", fault),
    },
    webhooks: {
      ...shared.webhooks,
      /** An unexpected event: forged, or out of order. */
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
