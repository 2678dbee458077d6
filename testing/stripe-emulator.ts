import { controlOf, type DaySum, type FaultKind, type NewWrong } from "./emulator-control";

/** A payment as Stripe reports it; only the fields that tests read. */
export type StripeIntent = {
  id: string;
  status:
    | "requires_payment_method"
    | "requires_confirmation"
    | "requires_action"
    | "processing"
    | "requires_capture"
    | "succeeded"
    | "canceled";
  amount: number;
  amount_received: number;
  currency: string;
  metadata: Record<string, string>;
  last_payment_error: { code: string; decline_code?: string } | null;
  latest_charge: {
    id: string;
    status: "succeeded" | "pending" | "failed";
    amount_captured: number;
    amount_refunded: number;
    balance_transaction: { id: string; net: number; fee: number; currency: string } | null;
    refunds: { data: StripeRefund[] };
  } | null;
};

export type StripeRefund = { id: string; amount: number; status: string; metadata: Record<string, string> };

export type StripeDispute = {
  id: string;
  status: string;
  amount: number;
  payment_intent: string;
  evidence_details: { due_by: number };
};

/** A hosted page as Stripe reports it. */
export type StripeSession = {
  id: string;
  status: "open" | "complete" | "expired";
  payment_status: "paid" | "unpaid";
  amount_total: number;
  currency: string;
  client_reference_id: string | null;
  payment_intent: string | null;
  url: string | null;
};

/** One call from the shop to the gateway's API. `acted` says whether it moved or opened something. */
export type StripeRequest = {
  id: string;
  at: string;
  operation:
    | "create_session"
    | "expire_session"
    | "retrieve_session"
    | "create_intent"
    | "capture_intent"
    | "confirm_intent"
    | "cancel_intent"
    | "retrieve_intent"
    | "create_refund"
    | "list_refunds"
    | "list_disputes";
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

export type NewStripeFault = {
  operation:
    | "create_session"
    | "expire_session"
    | "create_intent"
    | "capture_intent"
    | "confirm_intent"
    | "cancel_intent"
    | "create_refund"
    | "look"
    | "any";
  kind: FaultKind;
  /** How many calls it affects; null means until it is removed. */
  times?: number | null;
  orderId?: string;
  delay_ms?: number;
  code?: string;
};

/** How the shopper pays: with a test card, or from a bank account, whose bank takes days. */
export type StripeChoice = { card?: string } | { method: "bank_debit"; account?: string };

/** What the shopper sees after pressing Pay. */
type Paid =
  | { is: "complete" }
  | { is: "challenge"; intentId: string }
  | { is: "declined"; code: string; declineCode: string | null }
  | { is: "closed" };

export type StripeEmulator = ReturnType<typeof stripeAt>;

/** The Stripe emulator's control routes: act as the shopper or the bank, break the network, list requests. */
export function stripeAt(url: string) {
  const { call, search, ...shared } = controlOf(url);
  return {
    url,
    ...shared,
    sessions: {
      /** The shopper pays on the hosted page. */
      pay: (id: string, how: StripeChoice = {}) => call<Paid>("POST", `/sessions/${id}/pay`, how),
      list: (orderId: string) => call<StripeSession[]>("GET", `/sessions${search({ orderId })}`),
      expire: (id: string) => call<StripeSession>("POST", `/sessions/${id}/expire`),
    },
    intents: {
      /** The shopper pays in the card form on the shop's page. */
      pay: (id: string, how: StripeChoice = {}) => call<Paid>("POST", `/intents/${id}/pay`, how),
      /** The shopper answers the bank's challenge. */
      challenge: (id: string, answer: "complete" | "fail") =>
        call<StripeIntent>("POST", `/intents/${id}/challenge`, { answer }),
      list: (orderId: string) => call<StripeIntent[]>("GET", `/intents${search({ orderId })}`),
      /** A refund made in the gateway's dashboard. */
      refund: (id: string, how: { amount?: number } = {}) =>
        call<StripeRefund>("POST", `/intents/${id}/refund`, how),
      /** A slow bank's answer. */
      succeed: (id: string) => call<StripeIntent>("POST", `/intents/${id}/succeed`, {}),
      fail: (id: string) => call<StripeIntent>("POST", `/intents/${id}/fail`, {}),
    },
    /** What the cardholder's bank does. */
    disputes: {
      open: (intentId: string, how: { amount?: number; reason?: string; inquiry?: boolean } = {}) =>
        call<StripeDispute>("POST", `/intents/${intentId}/dispute`, how),
      win: (id: string) => call<StripeDispute>("POST", `/disputes/${id}/win`),
      lose: (id: string) => call<StripeDispute>("POST", `/disputes/${id}/lose`),
      /** An inquiry becomes a dispute. */
      escalate: (id: string) => call<StripeDispute>("POST", `/disputes/${id}/escalate`),
    },
    refunds: {
      succeed: (id: string) => call<StripeRefund>("POST", `/refunds/${id}/succeed`, {}),
      /** The shopper's bank returns a refund, even one that had arrived. */
      fail: (id: string) => call<StripeRefund>("POST", `/refunds/${id}/fail`, {}),
    },
    payouts: {
      /** The shop's bank returns a payout, even one that had arrived. */
      fail: (id: string) => call<{ id: string }>("POST", `/payouts/${id}/fail`, {}),
    },
    /** Takes a fee for the account as a whole, in minor units. */
    chargeAccount: (amount: number) => call<{ id: string }>("POST", "/fees", { amount }),
    /** What moved the balance by day, whatever is reported. */
    sums: (dateType: "created" | "arrival_date") => call<DaySum[]>("GET", `/sums${search({ dateType })}`),
    /** Has a row of the balance or a payout reported wrongly; `target` is its ID, or `next` for the next payout. */
    wrong: (
      kind:
        | "hide_transaction"
        | "double_transaction"
        | "late_transaction"
        | "wrong_amount"
        | "wrong_fee"
        | "short_payout",
      target: string,
      how: NewWrong = {},
    ) => call<{ id: string }>("POST", "/wrongs", { kind, target, ...how }),
    requests: (filter: { orderId?: string; operation?: StripeRequest["operation"] } = {}) =>
      call<StripeRequest[]>("GET", `/requests${search(filter)}`),
    faults: {
      ...shared.faults,
      add: (fault: NewStripeFault) => call<{ id: string }>("POST", "/faults", fault),
    },
    webhooks: {
      ...shared.webhooks,
      /** In which order, how often and how late the events of one act are sent. */
      setOrder: (how: { order?: "recorded" | "shuffled"; duplicates?: number; delay_ms?: number }) =>
        call<unknown>("PUT", "/webhooks/order", how),
      /** An unexpected event: forged, stale, untrue, or a repeat of an earlier one. */
      send: (event: {
        type?: string;
        id?: string;
        orderId?: string;
        eventId?: string;
        object?: Record<string, unknown>;
        body?: unknown;
        signature?: "true" | "stale" | "forged" | "none";
        headers?: Record<string, string>;
      }) => call<{ target: string; status: number | null }[]>("POST", "/webhooks/send", event),
    },
  };
}
