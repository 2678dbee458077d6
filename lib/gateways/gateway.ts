import type { CashReceiptType, ReportedCashReceipt } from "../contracts/cash-receipts";
import type { PairName } from "../contracts/gateways";
import type { CardDetail, PaymentMethod } from "../contracts/methods";
import type { PayoutState, SettlementKind, SettlementPart } from "../contracts/settlements";

/** The state of one payment at its gateway. Amounts are in minor units. */
export type Snapshot = {
  status:
    | "ready" // the shopper has not authenticated, or was declined and may try again
    | "authenticated" // the shopper has authenticated; nothing is authorized yet
    | "requires_action" // the issuer wants to ask the shopper something first
    | "processing" // in progress, for days if a bank is slow: neither captured nor refused
    | "authorized" // held by the issuer, not captured
    | "waiting_for_deposit"
    | "captured" // money was captured; some or all of it may have been refunded since
    | "failed"
    | "expired"
    | "canceled" // ended before any money was captured
    | "unrecognized";
  /** Null until the shopper has started to pay on a page of the gateway. */
  paymentKey: string | null;
  /** The gateway's hosted page for it, if there is one. */
  sessionKey: string | null;
  /** Where it can be paid while it is open. */
  surface: { url: string | null; clientSecret: string | null } | null;
  /** Our ID for the attempt, as stored by the gateway. */
  orderId: string;
  /** The requested amount. */
  amount: number;
  /** Of the captured amount, or of the requested amount if nothing was captured. */
  currency: string;
  /** Everything ever captured, refunded or not; may differ from the requested amount. */
  captured: number;
  /** The part of `captured` for tax-free goods, refunded or not; absent if the gateway does not say. */
  taxFree?: number | undefined;
  /** The gateway's ID of the capture; null if nothing was captured. */
  captureTransaction: string | null;
  refunds: {
    transaction: string;
    amount: number;
    /** The part of it that is for tax-free goods, if the gateway says so. */
    taxFree?: number | undefined;
    /** The part of it that goes back to a promotion, if the gateway says so. */
    promotion?: number | undefined;
    reason: string;
    /** Our refund that it corresponds to; null if it was made elsewhere. */
    refundId: string | null;
    /**
     * Some stay pending for days, and some are returned although they were done. `some_failed`: at least one of several
     * failed, and the gateway does not say which.
     */
    state: "done" | "pending" | "failed" | "some_failed";
  }[];
  /** Failed charges, if the gateway lists them. */
  failedCharges?: { isDecline: boolean; code: string | null }[] | undefined;
  /** What does not add up, so that an operator must look; null if everything does. */
  doubt: "balance" | null;
  /** Disputes opened by cardholders; empty if the gateway does not report them. */
  disputes: GatewayDispute[];
  /**
   * Cash receipts that were issued apart from the payment, and their cancellations, of the days that were asked for, oldest
   * first; undefined if none were asked for, or the gateway did not list them.
   */
  receiptsApart?: ReportedCashReceipt[] | undefined;
  /** The gateway's fee, in the currency of its payouts; null if it has not reported one. */
  fee: { amount: number; currency: string; transaction: string } | null;
  failureCode: string | null;
  /** Whether the failure is a decline by the issuer, from the closed list; gateways also fail for their own reasons. */
  isDecline: boolean;
  approvedAt: Date | null;
  /** How it is paid, as one of our methods; null while that is open, or if we do not know the method. */
  method: PaymentMethod | null;
  dueAt: Date | null;
  /** Until when held money can be captured; null if nothing is held, or the gateway does not say. */
  captureBefore: Date | null;
  /** Whether it can no longer take money: a closed virtual account or hosted page. */
  closed: boolean;
  /** The secret that a webhook about a deposit must contain. */
  depositSecret: string | null;
  detail: {
    /** The last declined charge, if another card may be tried. */
    failedCharge?: string | undefined;
    method?: string | undefined;
    card?: CardDetail | undefined;
    easyPay?: { provider: string; amount: number; discount: number } | undefined;
    transfer?: { bank: string } | undefined;
    virtualAccount?:
      | { bank: string; accountNumber: string; holderName: string; dueAt: string | null }
      | undefined;
    /** Whether the gateway refunds parts, if it says so. */
    takesParts?: boolean | undefined;
    /** The tax-exempt part of the amount. */
    taxExempt?: number | undefined;
    /** The promotion's discount that is part of the amount and was not refunded yet. */
    instantDiscount?: number | undefined;
    /**
     * What a card company's or wallet's promotion paid of the amount, in points, coupons or an instant discount: of all
     * of it, and of what was not refunded yet.
     */
    promotion?: { paid: number; left: number } | undefined;
    /** Cash receipts and their cancellations, oldest first, if the gateway reports them. */
    cashReceipts?: ReportedCashReceipt[] | undefined;
    receiptUrl?: string | undefined;
    /** The gateway's page with what the shopper still has to do, if the money arrives later. */
    instructionsUrl?: string | undefined;
  };
};

/** A cardholder disputed a charge with their bank. Amounts are in minor units of the payment's currency. */
export type GatewayDispute = {
  id: string;
  amount: number;
  currency: string;
  /** The gateway's own codes for the reason and the status. */
  reason: string;
  gatewayStatus: string;
  state:
    | "inquiry" // the bank only asks, and has withdrawn nothing
    | "open" // the bank is deciding
    | "won" // for the shop
    | "lost"; // for the cardholder
  /** The deadline for the shop's answer, which is given at the gateway. */
  answerBy: Date | null;
  openedAt: Date;
  /** What was withdrawn, or returned if negative, each under the gateway's ID. */
  movements: {
    transaction: string;
    amount: number;
    /** The fee for it, or its reversal if negative, in the currency of the gateway's payouts. */
    fee: { amount: number; currency: string };
  }[];
};

/**
 * Why the outcome is unknown. After `timeout`, `unreachable` and `in_progress` the request may still be in progress.
 * `not_sent`: nothing was sent this time, because the gateway stopped answering or too many requests are in progress;
 * an earlier request with the same key may have been. The others are answers. `setup`: a read was refused because of
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
 * The issuer, the bank or one of their limits declined: a refusal from a closed list, and nothing else. `stillOpen` if
 * the same attempt can be paid with another card.
 */
export type Declined = {
  is: "declined";
  code: string;
  stillOpen: boolean;
  /** Whether the account for a deposit's refund was refused, so that another one may work. */
  wrongAccount?: true;
  /** Whether it reveals a change we may not know of, so that a look is due. */
  tellsMore?: true;
};

/** The gateway rejected our request or our account, and this request had no effect there. No card was charged. */
export type Rejected = {
  is: "rejected";
  code: string | null;
  about:
    | "keys" // our keys or our account: it did not even read the request
    | "request"
    | "input"; // a value the caller chose and can replace, such as a card that was used up
  said: Said;
};

/** The gateway's explanation for a rejected request, safe to log: without secrets and personal data. */
export type Said = {
  /** HTTP status; null if nothing was sent because there are no keys. */
  status: number | null;
  message: string;
  /** The request parameter it refers to. */
  param: string | null;
  /** The gateway's ID of the request, for its support. */
  requestId: string | null;
};

/** The answer to a write. */
export type Answer = { is: "seen"; snapshot: Snapshot } | Declined | Rejected | Unknown;

/** The answer to a read; `absent` means that the gateway knows no such payment. */
export type Look = { is: "seen"; snapshot: Snapshot } | { is: "absent" } | Unknown;

/** What a webhook says it is about. It is only a hint: the actual state comes from a look. */
export type News = {
  /** The gateway's ID of this delivery, if it has one. */
  deliveryId: string | null;
  about: Named | null;
  /** The secret that proves it comes from the gateway, if the gateway uses one. */
  secret: string | null;
  /** Set if it says that a card was declined. Only a look tells whether that is true. */
  isDecline?: true;
  /**
   * The body in a form that may be stored: as received, minus shoppers' account numbers and secrets that open a card
   * form.
   */
  keepable(): string;
};

/**
 * Why a webhook was refused. unsigned: it has no readable signature. signature: its signature matches none of our
 * secrets. old: signed with our secret, but too long ago by our clock. secret: it lacks the secret the gateway gave us
 * to recognize its webhooks.
 */
export type Refusal = {
  why: "unsigned" | "signature" | "old" | "secret";
  /** How far the signing clock is ahead of ours, in seconds; negative if it is behind. */
  clockAheadSeconds?: number;
};

/** A payment by the IDs a gateway knows it by, as far as they are known. */
export type Named = { paymentKey: string | null; sessionKey: string | null; orderId: string | null };

/** Whose payment a look is about. */
export type LookWish = Named & {
  /** Days in Seoul, such as `2026-11-21`, on which cash receipts may have been issued apart from it. */
  receiptDays?: readonly string[] | undefined;
};

export type ConfirmRequest = {
  paymentKey: string;
  orderId: string;
  amount: number;
  /** The payment method to charge, if it is not part of what was authenticated. */
  paymentMethod?: string | undefined;
  /** Where the bank's page redirects back to. */
  returnUrl?: string | undefined;
};

/** What to open for payment: a virtual account, a hosted page, or an intent for the shop's card form. */
export type OpenRequest =
  | ({ what: "account" } & AccountRequest)
  | ({ what: "page" | "intent" } & SurfaceRequest);

export type SurfaceRequest = {
  orderId: string;
  orderName: string;
  amount: number;
  currency: string;
  /** The order's items, for a page that lists them; they add up to the amount. */
  lines: { name: string; quantity: number; unitPrice: number }[];
  customerEmail: string;
  locale: "ko" | "en";
  page?: { returnUrl: string; cancelUrl: string /** ISO 8601 */; closesAt: string } | undefined;
  /** A card that is known already. */
  paymentMethod?: string | undefined;
  /** Whether a card is only held until it is captured; methods that cannot be held are captured at once. */
  captureMethod?: "manual" | undefined;
};

export type AccountRequest = {
  orderId: string;
  orderName: string;
  amount: number;
  /** The part of the amount that is for tax-free goods. */
  taxFree?: number | undefined;
  /** The bank's two-digit code. */
  bank: string;
  customerName: string;
  customerEmail: string;
  /** When the account closes automatically, ISO 8601. */
  dueAt: string;
  cashReceipt?: { type: "income_deduction" | "expense_proof"; registrationNumber: string } | undefined;
};

/** `reason` has at most 200 characters. */
export type CloseRequest = { paymentKey: string; sessionKey?: string | undefined; reason: string };

/** `amount` is captured, in minor units, and the rest of what is held is released. */
export type CaptureRequest = { paymentKey: string; amount: number };

export type AcquireRequest = { paymentKey: string };

/** A cash receipt to issue apart from the payment that it is for. In won. */
export type ReceiptRequest = {
  paymentKey: string;
  orderId: string;
  orderName: string;
  amount: number;
  /** The part of the amount that is for tax-free goods. */
  taxFree: number;
  type: CashReceiptType;
  /** Digits only. It identifies a person or a business. */
  registrationNumber: string;
};

/** Cancels `amount` won of a cash receipt that was issued apart. */
export type ReceiptCancelRequest = {
  paymentKey: string;
  orderId: string;
  receiptKey: string;
  amount: number;
};

export type RefundRequest = {
  paymentKey: string;
  amount: number;
  /** The part of the amount that is for tax-free goods, for gateways that split taxes. */
  taxFree?: number | undefined;
  currency: string;
  /** At most 200 characters; ends with our refund ID, which identifies the refund. */
  reason: string;
  /** The expected refundable amount, as a guard for gateways that support one. */
  refundableAmount: number;
  /** Our refund ID, for gateways that store it. */
  refundId: string;
  /** Where a deposit is refunded to, with the bank's two-digit code. */
  account?: { bank: string; accountNumber: string; holderName: string } | undefined;
};

/** Something that happened at a gateway, according to its lists. */
export type Change = {
  /** The gateway's ID for it, under which it appears in our books. */
  transaction: string;
  about: Named;
  at: Date;
};

/** One page of a day's changes. `next` is the gateway's cursor for the next page; null after the last one. */
export type Changes = { is: "seen"; changes: Change[]; next: string | null } | Unknown;

/**
 * One row of a gateway's settlement: a capture, a refund or another movement, what the gateway keeps of it, and when
 * the rest is paid out. Amounts are in minor units of `currency`, the currency of the payout; negative if money goes
 * back. Days are `2026-11-21`.
 */
export type SettlementRow = {
  /** The gateway's ID of the row. */
  id: string;
  kind: SettlementKind;
  /** The gateway's ID of the capture or refund it settles, or the row's own. */
  transaction: string;
  about: Named;
  currency: string;
  amount: number;
  /** Without VAT. */
  fee: number;
  vat: number;
  net: number;
  /** What the shopper paid or got back, if that is in another currency. */
  presented: { amount: number; currency: string } | null;
  soldOn: string;
  /** Null if the gateway has not set the day. */
  payoutOn: string | null;
  payout: string | null;
  approvedAt: Date | null;
};

/** A payout to the shop's bank account. */
export type GatewayPayout = {
  id: string;
  amount: number;
  currency: string;
  state: PayoutState;
  /** The day it arrives at the bank. */
  arrivesOn: string;
};

/** One page of a day's settlement. `next` is the gateway's cursor for the next page; null after the last one. */
export type Settlement =
  | { is: "seen"; rows: SettlementRow[]; payouts: GatewayPayout[]; next: string | null }
  | Unknown;

/**
 * The port: what Twotrack needs from any gateway. Adapters return expected answers and throw only on bugs. Each write
 * takes the idempotency key that was recorded for it.
 */
export type Gateway = {
  /** Opens something that can be paid; no money moves. */
  open(pair: PairName, key: string, request: OpenRequest): Promise<Answer>;
  confirm(pair: PairName, key: string, request: ConfirmRequest): Promise<Answer>;
  /** Closes what nobody has paid. Never returns a decline: the actual state comes from a look. */
  close(pair: PairName, key: string, request: CloseRequest): Promise<Answer>;
  /** Captures money that a bank holds, once: the rest is released. */
  capture(pair: PairName, key: string, request: CaptureRequest): Promise<Answer>;
  /** Has a paid card payment acquired, once, if the contract leaves that to the shop. */
  acquire(pair: PairName, key: string, request: AcquireRequest): Promise<Answer>;
  refund(pair: PairName, key: string, request: RefundRequest): Promise<Answer>;
  /** Issues a cash receipt apart from its payment; the snapshot's `receiptsApart` has it. */
  issueReceipt(pair: PairName, key: string, request: ReceiptRequest): Promise<Answer>;
  /** Cancels a part of such a receipt, or all of it; the snapshot's `receiptsApart` has the cancellation. */
  cancelReceipt(pair: PairName, key: string, request: ReceiptCancelRequest): Promise<Answer>;
  /**
   * Finds a payment by the gateway's own key, and if that finds nothing or another payment, by our order ID if given
   * and supported. Has no side effects at the gateway.
   */
  look(pair: PairName, by: LookWish): Promise<Look>;
  /**
   * What happened between two moments, caused by any program with the shop's keys, by the console or by banks:
   * captures, refunds and disputes. Returns one page at a time; `cursor` is null for the first one.
   */
  changes(pair: PairName, span: { from: Date; until: Date }, cursor: string | null): Promise<Changes>;
  /**
   * What the gateway settles for one day: what was sold that day, or what was paid out that day. Returns one page at a
   * time; `cursor` is null for the first one.
   */
  settlement(
    pair: PairName,
    wish: { part: SettlementPart; day: string },
    cursor: string | null,
  ): Promise<Settlement>;
  /** Why a webhook is refused, if the gateway signs its webhooks; null if it is accepted. */
  refusal(body: string, headers: Headers): Refusal | null;
  news(body: string, headers: Headers): News;
  /** How long after it was opened the shopper's window can take money, in milliseconds. */
  windowMs: number;
  /** How long the gateway is certain to remember an idempotency key, in milliseconds. */
  keyLifeMs: number;
  /**
   * What a confirm does. authorize: it captures what the shopper authenticated, and nothing else can. charge: it
   * captures from an open attempt, which may also take money in other ways.
   */
  confirmMeans: "authorize" | "charge";
  /** Whether one attempt may be authenticated in several windows, each with its own payment key. */
  severalWindows: boolean;
  /** Whether a refund keeps its idempotency key whatever the gateway answers. */
  refundsKeepKey: boolean;
  /** Whether the gateway reports a payment's fee with the payment; otherwise its settlement does. */
  tellsFees: boolean;
  /** Whether it signs its webhooks, so that one that passed `refusal` must come from the gateway. */
  signsNews: boolean;
  /** Whether a refund that was done may be returned weeks later. */
  refundsComeBack: boolean;
};
