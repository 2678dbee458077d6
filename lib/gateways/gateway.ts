import type { PairName } from "../contracts/gateways";
import type { PaymentMethod } from "../contracts/methods";

/** What a gateway says is so with one payment. Amounts are in minor units. */
export type Snapshot = {
  status:
    | "ready" // the shopper has not authenticated, or was declined and may try again
    | "authenticated" // the shopper has; nothing is authorized yet
    | "requires_action" // the shopper's bank wants to ask them something first
    | "processing" // asked and under way, for days where a bank is slow: neither taken nor refused
    | "authorized" // held by the shopper's bank, not captured
    | "waiting_for_deposit"
    | "captured" // money was taken; some or all of it may have been refunded since
    | "failed"
    | "expired"
    | "canceled" // ended before any money was taken
    | "unrecognized";
  /** Null while the shopper has not begun to pay on a page of the gateway's. */
  paymentKey: string | null;
  /** The page it is paid on, where the gateway has such a thing. */
  sessionKey: string | null;
  /** Where it can be paid while it is open. */
  door: { url: string | null; clientSecret: string | null } | null;
  /** Our name for the attempt, as the gateway has it. */
  orderId: string;
  /** What was asked. */
  amount: number;
  /** Of what was taken, or else of what was asked. */
  currency: string;
  /** All that was ever taken, refunded or not; it may be another sum than was asked. */
  captured: number;
  /** The gateway's own id of the taking; null when nothing was taken. */
  captureTransaction: string | null;
  refunds: {
    transaction: string;
    amount: number;
    reason: string;
    /** The refund of ours that it is; null for one made elsewhere. */
    refundId: string | null;
    /**
     * Some are only under way for days, and some come back although they were done. `some_failed`: of several, at least
     * one failed, and the gateway does not say which.
     */
    state: "done" | "pending" | "failed" | "some_failed";
  }[];
  /** The charges that came to nothing, where the gateway lists them. */
  failedCharges?: { isDecline: boolean; code: string | null }[] | undefined;
  /** What of it does not add up, so that a person must look; null where all does. */
  doubt: "balance" | null;
  /** What cardholders told their banks against it; empty where the gateway has no such thing. */
  disputes: GatewayDispute[];
  /** What the gateway kept for itself, in the currency it pays out; null where it has not said. */
  fee: { amount: number; currency: string; transaction: string } | null;
  failureCode: string | null;
  /** True when the failure is the issuer's word, from the closed list; the gateway may fail for reasons of its own. */
  isDecline: boolean;
  approvedAt: Date | null;
  /** How it is paid, in our words; null while that is open, or when it is none we know. */
  method: PaymentMethod | null;
  dueAt: Date | null;
  /** True when it can take no money any more: a virtual account or a page of the gateway's that is shut. */
  closed: boolean;
  /** What news of a deposit must name. */
  depositSecret: string | null;
  detail: {
    /** The charge that was declined last, where another card may be tried. */
    failedCharge?: string | undefined;
    method?: string | undefined;
    card?: { issuer: string; number: string; installmentMonths: number } | undefined;
    easyPay?: { provider: string; amount: number; discount: number } | undefined;
    transfer?: { bank: string } | undefined;
    virtualAccount?:
      | { bank: string; accountNumber: string; holderName: string; dueAt: string | null }
      | undefined;
    receiptUrl?: string | undefined;
    /** The gateway's page with what the shopper still has to do, where money is to come later. */
    instructionsUrl?: string | undefined;
  };
};

/** A cardholder told their bank that a charge is wrong. Amounts are in minor units of the payment's currency. */
export type GatewayDispute = {
  id: string;
  amount: number;
  currency: string;
  /** The gateway's own words for why, and for how it stands. */
  reason: string;
  gatewayStatus: string;
  state:
    | "inquiry" // the bank only asks, and has taken nothing
    | "open" // the bank decides
    | "won" // for the shop
    | "lost"; // for the cardholder
  /** Until when the shop may answer, at the gateway. */
  answerBy: Date | null;
  openedAt: Date;
  /** What it took, or with a minus what came back, each under the gateway's own id. */
  movements: {
    transaction: string;
    amount: number;
    /** What that cost, or with a minus what of it came back, in the currency that the gateway pays out. */
    fee: { amount: number; currency: string };
  }[];
};

/**
 * Why an answer leaves us not knowing. After `timeout`, `unreachable` and `in_progress` the request may still
 * be under way. `not_sent`: nothing was asked this time, since the gateway stopped answering or too much is under way;
 * what was asked before under the same key may be. The others are answers. `setup`: a question was refused on account of
 * our keys or contract.
 */
export type Why =
  | "timeout"
  | "unreachable"
  | "not_sent"
  | "in_progress"
  | "no_such_payment"
  | "malformed"
  | "setup"
  | "error";

export type Unknown = { is: "unknown"; why: Why; code: string | null };

/**
 * The issuer, the bank or a limit of theirs says no: a refusal from a closed list, and nothing else. `stillOpen` where
 * the same attempt may be paid with another card.
 */
export type Declined = {
  is: "declined";
  code: string;
  stillOpen: boolean;
  /** True where it was the account that a deposit should go back to: another one may do. */
  wrongAccount?: true;
  /** True where it tells of something that we may not know, so that a look is due. */
  isNews?: true;
};

/** The gateway refuses our request or our account, and this request did nothing there. No card was ever asked. */
export type Rejected = {
  is: "rejected";
  code: string | null;
  about:
    | "keys" // our keys or our account: it did not even read the request
    | "request"
    | "input"; // something that the caller named and may name anew, such as a card that was used up
  said: Said;
};

/** What a gateway said when it rejected a request, as it may be logged: without secrets and without personal data. */
export type Said = {
  /** HTTP status; null where nothing was asked, for want of keys. */
  status: number | null;
  message: string;
  /** The parameter that it is about. */
  param: string | null;
  /** By which the gateway's support finds the request. */
  requestId: string | null;
};

/** The answer to a write. */
export type Answer = { is: "seen"; snapshot: Snapshot } | Declined | Rejected | Unknown;

/** The answer to a question; `absent` means that the gateway knows no such payment. */
export type Look = { is: "seen"; snapshot: Snapshot } | { is: "absent" } | Unknown;

/** What a webhook says it is about. It is a hint: what is so, only a look tells. */
export type News = {
  /** The gateway's id of this delivery, when it has one. */
  deliveryId: string | null;
  about: Named | null;
  /** What it names to prove that it comes from the gateway, where the gateway gives such a thing. */
  secret: string | null;
  /** The body as it may be kept: as it came, but for what names an account of the shopper's or opens a card form. */
  keepable(): string;
};

/**
 * Why a webhook is not taken. unsigned: it has no signature that can be read. signature: none of our secrets makes the
 * one it has. old: signed with our secret, but too long ago by our clock. secret: it does not name what the gateway gave
 * us to know its news by.
 */
export type Refusal = {
  why: "unsigned" | "signature" | "old" | "secret";
  /** How far the clock that signed is ahead of ours, in seconds; below zero where it is behind. */
  clockAheadSeconds?: number;
};

/** A payment by the names a gateway knows it by, as far as they are known. */
export type Named = { paymentKey: string | null; sessionKey: string | null; orderId: string | null };

export type ConfirmRequest = {
  paymentKey: string;
  orderId: string;
  amount: number;
  /** What to charge, where that is not part of what was authenticated. */
  paymentMethod?: string | undefined;
  /** Where the bank's own page leads back to. */
  returnUrl?: string | undefined;
};

/** What is opened to be paid: a virtual account, or a page of the gateway's, or an intent for the shop's card form. */
export type OpenRequest =
  | ({ what: "account" } & AccountRequest)
  | ({ what: "page" | "intent" } & DoorRequest);

export type DoorRequest = {
  orderId: string;
  orderName: string;
  amount: number;
  currency: string;
  /** What is bought, for a page that lists it; it adds up to the amount. */
  lines: { name: string; quantity: number; unitPrice: number }[];
  customerEmail: string;
  locale: "ko" | "en";
  page?: { returnUrl: string; cancelUrl: string /** ISO 8601 */; closesAt: string } | undefined;
  /** A card that is known already. */
  paymentMethod?: string | undefined;
};

export type AccountRequest = {
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
export type CloseRequest = { paymentKey: string; sessionKey?: string | undefined; reason: string };

export type RefundRequest = {
  paymentKey: string;
  amount: number;
  currency: string;
  /** At most 200 characters; ends with our refund id, by which the refund is recognized. */
  reason: string;
  /** What must be left to refund for the gateway to do it, as a guard where it knows one. */
  refundableAmount: number;
  /** Ours, by which the refund is recognized where the gateway keeps such a thing. */
  refundId: string;
  /** Where a deposit goes back to; the bank's two-digit code. */
  account?: { bank: string; accountNumber: string; holderName: string } | undefined;
};

/** Something that happened at a gateway, as its own list tells it. */
export type Change = {
  /** The gateway's own id of it, by which our books know it once it is in them. */
  transaction: string;
  about: Named;
  at: Date;
};

/**
 * One page of what happened on a day. `next` is where to go on, in the gateway's words; null when there is no more of
 * that day.
 */
export type Changes = { is: "seen"; changes: Change[]; next: string | null } | Unknown;

/**
 * The port: what Twotrack asks of any gateway. Adapters return expected answers and throw only on bugs.
 * Each write takes the idempotency key under which it was written down.
 */
export type Gateway = {
  /** Opens something to be paid; no money moves. */
  open(pair: PairName, key: string, request: OpenRequest): Promise<Answer>;
  confirm(pair: PairName, key: string, request: ConfirmRequest): Promise<Answer>;
  /** Shuts what nobody paid. Never declined: what became of it, only a look tells. */
  close(pair: PairName, key: string, request: CloseRequest): Promise<Answer>;
  refund(pair: PairName, key: string, request: RefundRequest): Promise<Answer>;
  /**
   * By the gateway's own key, and where that leads nowhere or elsewhere, by our order id if one is given and the
   * gateway finds by it. Changes nothing there.
   */
  look(pair: PairName, by: Named): Promise<Look>;
  /**
   * What happened between two moments, of any program with the shop's keys, in the console and at the banks: money that
   * was taken and given back, and disputes. Page by page; `cursor` is null for the first one.
   */
  changes(pair: PairName, span: { from: Date; until: Date }, cursor: string | null): Promise<Changes>;
  /** Why a webhook is not taken, where the gateway signs its own; null for one that is. */
  refusal(body: string, headers: Headers): Refusal | null;
  news(body: string, headers: Headers): News;
  /** How long the shopper's window can take money after it was opened, in milliseconds. */
  windowMs: number;
  /** How long the gateway remembers an idempotency key for sure, in milliseconds. */
  keyLifeMs: number;
  /**
   * What a confirm is. authorize: what the shopper authenticated is taken, and nothing else can be. charge: it is taken from
   * what is open, which may take money in other ways too.
   */
  confirmMeans: "authorize" | "charge";
  /** True when one attempt may be authenticated in several windows, each with a key of its own. */
  severalWindows: boolean;
  /** True when a refund keeps its key whatever the gateway answered. */
  refundsKeepKey: boolean;
  /** True when it tells what it kept for itself. */
  tellsFees: boolean;
  /** True when it signs its news, so that nobody else can have written what passed `refusal`. */
  signsNews: boolean;
  /** True when a refund that was done may come back weeks later. */
  refundsComeBack: boolean;
};
