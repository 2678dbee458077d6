import { sql } from "drizzle-orm";
import { gatewayNames, keyPairsOf } from "@/lib/contracts/gateways";
import { paymentMethods } from "@/lib/contracts/methods";
import {
  boolean,
  check,
  index,
  instant,
  integer,
  json,
  money,
  primaryKey,
  table,
  text,
  uniqueIndex,
} from "../columns";
import { orders } from "./orders";

export const storedPaymentStatuses = [
  "ready",
  "confirming",
  "requires_action",
  "authorized",
  "waiting_for_deposit",
  "paid",
  "failed",
  "canceled",
  "expired",
  "held",
] as const;

/** The key pairs of all gateways. */
export const keyPairs = [...keyPairsOf.toss, ...keyPairsOf.stripe] as const;

/** Where a shopper pays while an attempt is open: a page of the gateway's, or what Stripe.js is given. */
export type Door = { url: string | null; clientSecret: string | null };

/** What the gateway told of the means of payment, for receipts. Banks by their two-digit code; money in minor units. */
export type PaymentDetail = {
  /** The gateway's charge that was declined last, by which one decline is told from the next. */
  failedCharge?: string | undefined;
  method?: string | undefined;
  card?: { issuer: string; number: string; installmentMonths: number } | undefined;
  /** A wallet: what it paid from its own money, and what its points and coupons paid. A card may pay the rest. */
  easyPay?: { provider: string; amount: number; discount: number } | undefined;
  transfer?: { bank: string } | undefined;
  /** Where to deposit, and until when (ISO 8601). */
  virtualAccount?:
    | { bank: string; accountNumber: string; holderName: string; dueAt: string | null }
    | undefined;
  receiptUrl?: string | undefined;
  /** The gateway's page with what the shopper still has to do, where money is to come later. */
  instructionsUrl?: string | undefined;
};

/**
 * Whose no a failure is. declined: the issuer's, the bank's or a limit of theirs. rejected: the gateway refused our
 * request or our account, which the shop must mend. input: the gateway refused something the caller named. error: it
 * ended for another reason, such as a time-out or a fault at the card company.
 */
export const failureKinds = ["declined", "rejected", "input", "error"] as const;

/** The account that was credited when money arrived: where a refund must debit it again. */
export const creditAccounts = ["sales", "shopper", "suspense"] as const;

/** Why money that came does not pay its order; it goes back to the shopper. */
export const uncountedReasons = ["second_success", "order_canceled", "sold_out"] as const;

export const payments = table(
  "payments",
  {
    id: text().primaryKey(),
    orderId: text()
      .notNull()
      .references(() => orders.id),
    /** 1 for an order's first attempt. */
    attempt: integer().notNull(),
    gateway: text({ enum: gatewayNames }).notNull(),
    keyPair: text({ enum: keyPairs }).notNull(),
    live: boolean().notNull(),
    /** The account at the gateway that its keys open; null where it was made before accounts were noted. */
    account: text(),
    method: text({ enum: paymentMethods }).notNull(),
    /** Our name for the attempt at the gateway: Toss's `orderId`. Looked up, never parsed. */
    gatewayOrderId: text().notNull(),
    /** The gateway's name for it, once known. Not unique: what the gateway says must be writable. */
    gatewayPaymentKey: text(),
    /** The page it is paid on, where the gateway has such a thing: Stripe's Checkout Session. */
    gatewaySessionKey: text(),
    /** While it is open; null before, and once it can be paid no more. */
    door: json<Door | null>(),
    status: text({ enum: storedPaymentStatuses }).notNull(),
    amount: money().notNull(),
    currency: text().notNull(),
    captured: money().notNull(),
    refunded: money().notNull(),
    /** Reserved by refunds that are not done. */
    refundPending: money().notNull(),
    credited: text({ enum: creditAccounts }),
    /** Null where it pays its order, and in rows from before it was noted. */
    uncounted: text({ enum: uncountedReasons }),
    /** What the gateway kept for itself, in minor units of `feeCurrency`; null while it has not said. */
    fee: money(),
    /** What the gateway pays out in, which need not be what the shopper paid in. */
    feeCurrency: text(),
    successUrl: text().notNull(),
    failUrl: text().notNull(),
    failureCode: text(),
    /** Whose no the failure is; null where nothing failed, and in rows from before it was noted. */
    failureKind: text({ enum: failureKinds }),
    detail: json<PaymentDetail>().notNull(),
    /** What the gateway's news of a deposit must name, so that forged news is not looked into. */
    depositSecret: text(),
    /** How often a bank took a deposit back; it tells one deposit of an account from the next. */
    reversals: integer().notNull().default(0),
    /** When the gateway is to be asked again by itself, where something is still to come and news may be lost. */
    lookAt: instant(),
    /** Since when looks at it are not answered, while money is under way. */
    unknownSince: instant(),
    /** When a webhook last made us look, so that a flood of them cannot. */
    newsLookedAt: instant(),
    /** The greatest serial in the inbox when that look began: it saw what all news up to there told. */
    newsLookedTo: integer(),
    /** Rises with every write; a settle names the version it asked about. */
    version: integer().notNull(),
    /**
     * Whose address began the attempt, as hashes of its networks, the widest first: what is declined, and what is held
     * unpaid, counts for it. Null where nobody's is known.
     */
    openedFrom: text(),
    createdAt: instant().notNull(),
    approvedAt: instant(),
  },
  (t) => [
    uniqueIndex("payments_attempt").on(t.orderId, t.attempt),
    uniqueIndex("payments_gateway_order_id").on(t.gatewayOrderId),
    index("payments_gateway_payment_key").on(t.gatewayPaymentKey),
    index("payments_gateway_session_key").on(t.gatewaySessionKey),
    index("payments_look_at").on(t.lookAt),
    index("payments_unknown").on(t.unknownSince).where(sql`${t.unknownSince} IS NOT NULL`),
    index("payments_under_way").on(t.createdAt).where(sql`${t.status} IN ('confirming', 'authorized')`),
    index("payments_given_back").on(t.createdAt, t.id).where(sql`${t.refunded} > 0`),
    index("payments_failed").on(t.createdAt, t.failureCode).where(sql`${t.failureCode} IS NOT NULL`),
    check("payments_amount", sql`${t.amount} >= 0`),
    check("payments_captured", sql`${t.captured} >= 0`),
    check("payments_refunded", sql`${t.refunded} >= 0`),
    check("payments_refund_pending", sql`${t.refundPending} >= 0`),
  ],
);

/** Payment keys that shoppers brought while another key of the same attempt was being asked. Each is asked in its turn. */
export const broughtKeys = table(
  "brought_keys",
  {
    paymentId: text()
      .notNull()
      .references(() => payments.id),
    paymentKey: text().notNull(),
    broughtAt: instant().notNull(),
    nextAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.paymentId, t.paymentKey] }), index("brought_keys_next").on(t.nextAt)],
);

/**
 * waiting_for_approval: a second person must agree. waiting_for_account: its owner must say where it goes. queued:
 * another refund of the payment goes first. asked: the gateway has not said yet. failed: nothing was given back.
 */
export const refundStates = [
  "waiting_for_approval",
  "waiting_for_account",
  "queued",
  "asked",
  "done",
  "failed",
] as const;

export const refunds = table(
  "refunds",
  {
    id: text().primaryKey(),
    paymentId: text()
      .notNull()
      .references(() => payments.id),
    orderId: text()
      .notNull()
      .references(() => orders.id),
    amount: money().notNull(),
    reason: text().notNull(),
    /** Who asked for it; `system` for what Twotrack does by itself. */
    requestedBy: text().notNull(),
    state: text({ enum: refundStates }).notNull(),
    /** Where a deposit goes back to, encrypted; erased once the refund has ended. */
    account: text(),
    /** The gateway's own id of the refund, once it is done. */
    gatewayTransaction: text(),
    failureCode: text(),
    /** What the gateway said about it, without secrets and personal data. */
    failureMessage: text(),
    createdAt: instant().notNull(),
    /** Who agreed to it, or did not, where it waited for a second person. */
    decidedBy: text(),
    decidedAt: instant(),
    /** When it was done, or refused. */
    doneAt: instant(),
  },
  (t) => [
    index("refunds_payment").on(t.paymentId, t.state),
    index("refunds_state").on(t.state, t.createdAt, t.id),
    index("refunds_order").on(t.orderId),
    index("refunds_asked_by").on(t.requestedBy, t.createdAt),
    check("refunds_amount", sql`${t.amount} >= 0`),
  ],
);

/**
 * inquiry: the bank only asks, and has taken nothing. open: the bank has the money until it decides. won: it came back,
 * or was never taken. lost: it stays with the cardholder.
 */
export const disputeStates = ["inquiry", "open", "won", "lost"] as const;

/** A cardholder told their bank that a charge is wrong. The money of an open one is not the shop's to refund. */
export const disputes = table(
  "disputes",
  {
    /** The gateway's own id of it. */
    id: text().primaryKey(),
    paymentId: text()
      .notNull()
      .references(() => payments.id),
    orderId: text()
      .notNull()
      .references(() => orders.id),
    amount: money().notNull(),
    currency: text().notNull(),
    /** The gateway's words for why, and for how it stands. */
    reason: text().notNull(),
    gatewayStatus: text().notNull(),
    state: text({ enum: disputeStates }).notNull(),
    /** Until when the shop may answer, at the gateway. */
    answerBy: instant(),
    createdAt: instant().notNull(),
    closedAt: instant(),
  },
  (t) => [
    index("disputes_payment").on(t.paymentId),
    index("disputes_state").on(t.state, t.createdAt, t.id),
    check("disputes_amount", sql`${t.amount} >= 0`),
  ],
);

export type BroughtKey = typeof broughtKeys.$inferSelect;
export type Payment = typeof payments.$inferSelect;
export type PaymentStatus = Payment["status"];
export type Refund = typeof refunds.$inferSelect;
export type Dispute = typeof disputes.$inferSelect;
export type CreditAccount = (typeof creditAccounts)[number];
export type UncountedReason = (typeof uncountedReasons)[number];
