import type { PaymentMethod } from "../contracts/methods";
import type { PairName } from "../env";

/** What a gateway says is so with one payment. Amounts are in minor units. */
export type Snapshot = {
  status:
    | "ready" // the shopper has not authenticated
    | "authenticated" // the shopper has; nothing is authorised yet
    | "authorized" // held by the shopper's bank, not captured
    | "waiting_for_deposit"
    | "captured" // money was taken; some or all of it may have been refunded since
    | "failed"
    | "expired"
    | "canceled" // ended before any money was taken
    | "unrecognized";
  paymentKey: string;
  /** Our name for the attempt, as the gateway has it. */
  orderId: string;
  amount: number;
  currency: string;
  /** All that was ever taken, refunded or not. */
  captured: number;
  /** The gateway's own id of the taking; null when nothing was taken. */
  captureTransaction: string | null;
  refunds: { transaction: string; amount: number; reason: string }[];
  failureCode: string | null;
  approvedAt: Date | null;
  /** How it is paid, in our words; null while that is open, or when it is none we know. */
  method: PaymentMethod | null;
  dueAt: Date | null;
  /** True when a virtual account takes no deposit any more. */
  closed: boolean;
  /** What news of a deposit must name. */
  depositSecret: string | null;
  detail: {
    method?: string | undefined;
    card?: { issuer: string; number: string; installmentMonths: number } | undefined;
    easyPay?: { provider: string; amount: number; discount: number } | undefined;
    transfer?: { bank: string } | undefined;
    virtualAccount?:
      | { bank: string; accountNumber: string; holderName: string; dueAt: string | null }
      | undefined;
    receiptUrl?: string | undefined;
  };
};

/**
 * Why an answer leaves us not knowing. After `timeout`, `unreachable` and `in_progress` the request may still
 * be under way; the others are answers. `setup` is for the operator: keys or contract.
 */
export type Why =
  | "timeout"
  | "unreachable"
  | "in_progress"
  | "no_such_payment"
  | "malformed"
  | "setup"
  | "error";

export type Unknown = { is: "unknown"; why: Why; code: string | null };

/** The answer to a write. `declined` comes from a closed list and nothing else; the rest is unknown. */
export type Answer = { is: "seen"; snapshot: Snapshot } | { is: "declined"; code: string } | Unknown;

/** The answer to a question; `absent` means that the gateway knows no such payment. */
export type Look = { is: "seen"; snapshot: Snapshot } | { is: "absent" } | Unknown;

/** What a webhook says it is about. It is a hint: what is so, only a look tells. */
export type News = {
  /** The gateway's id of this delivery, when it has one. */
  deliveryId: string | null;
  about: { paymentKey: string | null; orderId: string | null } | null;
  /** What it names to prove that it comes from the gateway, where the gateway gives such a thing. */
  secret: string | null;
};

export type ConfirmRequest = { paymentKey: string; orderId: string; amount: number };

export type IssueRequest = {
  orderId: string;
  orderName: string;
  amount: number;
  /** The bank's two-digit code. */
  bank: string;
  customerName: string;
  customerEmail: string;
  /** When the account closes by itself, ISO 8601. */
  dueAt: string;
  cashReceipt?: { type: "income_deduction" | "expense_proof"; registrationNumber: string } | undefined;
};

/** `reason` has at most 200 characters. */
export type CloseRequest = { paymentKey: string; reason: string };

export type RefundRequest = {
  paymentKey: string;
  amount: number;
  currency: string;
  /** At most 200 characters; ends with our refund id, by which the refund is recognised. */
  reason: string;
  /** What must be left to refund for the gateway to do it, as a guard. */
  refundableAmount: number;
};

/**
 * The port: what Twotrack asks of any gateway. Adapters return expected answers and throw only on bugs.
 * Each write takes the idempotency key under which it was written down.
 */
export type Gateway = {
  confirm(pair: PairName, key: string, request: ConfirmRequest): Promise<Answer>;
  /** Opens a virtual account; no money moves. */
  issue(pair: PairName, key: string, request: IssueRequest): Promise<Answer>;
  /** Shuts a virtual account nobody deposited into. Never declined: what became of it, only a look tells. */
  close(pair: PairName, key: string, request: CloseRequest): Promise<Answer>;
  refund(pair: PairName, key: string, request: RefundRequest): Promise<Answer>;
  /**
   * By the gateway's key, and where that leads nowhere or elsewhere, by our order id if one is given.
   * Changes nothing there.
   */
  look(pair: PairName, by: { paymentKey: string | null; orderId?: string }): Promise<Look>;
  news(body: string, headers: Headers): News;
  /** How long the shopper's window can take money after it was opened, in milliseconds. */
  windowMs: number;
  /** How long the gateway remembers an idempotency key for sure, in milliseconds. */
  keyLifeMs: number;
};
