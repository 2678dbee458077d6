import { sql } from "drizzle-orm";
import { cashReceiptStates, type ReportedCashReceipt } from "@/lib/contracts/cash-receipts";
import { type CardDetail, captureMethods, paymentMethods } from "@/lib/contracts/methods";
import {
  check,
  index,
  instant,
  integer,
  json,
  money,
  primaryKey,
  table,
  text,
  textAs,
  uniqueIndex,
} from "../columns";
import { ofAccount } from "./gateway-columns";
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
  "in_review",
] as const;

/** Where a shopper pays while an attempt is open: the URL of the gateway's page, or the client secret for Stripe.js. */
export type Surface = { url: string | null; clientSecret: string | null };

/** What the gateway reported about the payment method, for receipts. Banks by two-digit code; money in minor units. */
export type PaymentDetail = {
  /** The gateway's charge that was declined last, which distinguishes one decline from the next. */
  failedCharge?: string | undefined;
  method?: string | undefined;
  card?: CardDetail | undefined;
  /** A wallet: what it paid from its balance, and what its points and coupons paid. A card may pay the rest. */
  easyPay?: { provider: string; amount: number; discount: number } | undefined;
  transfer?: { bank: string } | undefined;
  /** Where to deposit, and until when (ISO 8601). */
  virtualAccount?:
    | { bank: string; accountNumber: string; holderName: string; dueAt: string | null }
    | undefined;
  /** Whether the gateway refunds parts; absent if it does not say, and in rows that predate this record. */
  takesParts?: boolean | undefined;
  /** The tax-exempt part of the amount, in minor units. */
  taxExempt?: number | undefined;
  /** The promotion's discount that is part of the amount and was not refunded yet, in minor units. */
  instantDiscount?: number | undefined;
  /** What a promotion paid of the amount, and of what was not refunded yet, in minor units. */
  promotion?: { paid: number; left: number } | undefined;
  /** Cash receipts and their cancellations, oldest first, without the number they were issued to. */
  cashReceipts?: ReportedCashReceipt[] | undefined;
  receiptUrl?: string | undefined;
  /** The gateway's page with what the shopper still has to do, if money is to arrive later. */
  instructionsUrl?: string | undefined;
};

/**
 * Who caused a failure. declined: the issuer or bank refused, or one of their limits. rejected: the gateway refused our
 * request or our account, which the shop must fix. input: the gateway refused something the caller provided. error: it
 * ended for another reason, such as a timeout or a fault at the card company.
 */
export const failureKinds = ["declined", "rejected", "input", "error"] as const;

/** The account that was credited when money arrived: a refund must debit the same one. */
export const creditAccounts = ["sales", "shopper", "suspense"] as const;

/** Why captured money does not pay its order; it is refunded to the shopper. */
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
    ...ofAccount(),
    /** The gateway account that the keys belong to; null if the payment predates this record. */
    account: text(),
    method: text({ enum: paymentMethods }).notNull(),
    /** Our name for the attempt at the gateway: Toss's `orderId`. Looked up, never parsed. */
    gatewayOrderId: text().notNull(),
    /** The gateway's ID for it, once known. Not unique: whatever the gateway says must be writable. */
    gatewayPaymentKey: text(),
    /** The page it is paid on, if the gateway has one: Stripe's Checkout Session. */
    gatewaySessionKey: text(),
    /** Set while the attempt is open; null before, and once it can no longer be paid. */
    surface: json<Surface | null>("door"),
    /** What the shop asked for. Somebody else may have changed it at the gateway; the status tells what happened. */
    captureMethod: text({ enum: captureMethods }).notNull().default("automatic"),
    /** Until when the money that a bank holds can be captured; null if nothing was held, or the gateway does not say. */
    captureBefore: instant(),
    /** How much of the held money the shop decided to capture; null if it has not decided, or its capture failed. */
    captureAsked: money(),
    status: textAs({ in_review: "held" }).$type<(typeof storedPaymentStatuses)[number]>().notNull(),
    amount: money().notNull(),
    /** The part of the amount for tax-free goods: what was asked for, then what the gateway says. */
    taxFree: money().notNull().default(0),
    currency: text().notNull(),
    captured: money().notNull(),
    refunded: money().notNull(),
    /** The part of `refunded` that was for tax-free goods. */
    taxFreeRefunded: money().notNull().default(0),
    /** Reserved by refunds that are not done. */
    refundPending: money().notNull(),
    credited: text({ enum: creditAccounts }),
    /** Null if it pays its order, and in rows that predate this record. */
    uncounted: text({ enum: uncountedReasons }),
    /** The gateway's fee, in minor units of `feeCurrency`; null until the gateway reports it. */
    fee: money(),
    /** The gateway's payout currency, which may differ from the currency the shopper paid in. */
    feeCurrency: text(),
    successUrl: text().notNull(),
    failUrl: text().notNull(),
    failureCode: text(),
    /** Who caused the failure; null if nothing failed, and in rows that predate this record. */
    failureKind: text({ enum: failureKinds }),
    detail: json<PaymentDetail>().notNull(),
    /** How its cash receipts stand, for lists: failed if one is, then in_progress; null if there is none. */
    cashReceipt: text({ enum: cashReceiptStates }),
    /** The secret that a gateway's deposit webhook must contain, so that forged ones are ignored. */
    depositSecret: text(),
    /** How often a bank reversed a deposit; it distinguishes one deposit to an account from the next. */
    reversals: integer().notNull().default(0),
    /** When to poll the gateway next, if something is still to come and webhooks may be lost. */
    nextLookAt: instant("look_at"),
    /** Since when looks at it have gone unanswered, while money is in transit. */
    unknownSince: instant(),
    /** When a webhook last made us look, which limits what a flood of them can cause. */
    newsLookedAt: instant(),
    /** The greatest inbox serial when that look began: it covers all news up to there. */
    newsLookedTo: integer(),
    /** Increases with every write; a record names the version it asked about. */
    version: integer().notNull(),
    /**
     * Hashes of the networks that the attempt was opened from, widest first: its declines, and what it holds unpaid,
     * count against them. Null if the address is unknown.
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
    index("payments_look_at").on(t.nextLookAt),
    index("payments_unknown").on(t.unknownSince).where(sql`${t.unknownSince} IS NOT NULL`),
    index("payments_under_way").on(t.createdAt).where(sql`${t.status} IN ('confirming', 'authorized')`),
    index("payments_given_back").on(t.createdAt, t.id).where(sql`${t.refunded} > 0`),
    index("payments_cash_receipts").on(t.createdAt, t.id).where(sql`${t.cashReceipt} IS NOT NULL`),
    index("payments_failed_by_method")
      .on(t.createdAt, t.live, t.gateway, t.method, t.failureCode)
      .where(sql`${t.failureCode} IS NOT NULL`),
    check("payments_amount", sql`${t.amount} >= 0`),
    check("payments_captured", sql`${t.captured} >= 0`),
    check("payments_refunded", sql`${t.refunded} >= 0`),
    check("payments_refund_pending", sql`${t.refundPending} >= 0`),
  ],
);

/** Payment keys that shoppers brought while another key of the same attempt was being asked. Each gets its turn. */
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
 * waiting_for_approval: a second person must approve. waiting_for_account: the shopper must name an account. queued:
 * another refund of the payment goes first. asked: the gateway has not answered yet. failed: nothing was refunded.
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
    /** The part of the amount that is for tax-free goods. */
    taxFree: money().notNull().default(0),
    /** The part of the amount that goes back to a card company's or wallet's promotion, not to the shopper. */
    promotion: money().notNull().default(0),
    reason: text().notNull(),
    /** Who requested it; `system` if Twotrack did so automatically. */
    requestedBy: text().notNull(),
    state: text({ enum: refundStates }).notNull(),
    /** The account a deposit is refunded to, encrypted; erased once the refund has ended. */
    account: text(),
    /** The gateway's ID of the refund, once it is done. */
    gatewayTransaction: text(),
    failureCode: text(),
    /** What the gateway said about it, without secrets and personal data. */
    failureMessage: text(),
    createdAt: instant().notNull(),
    /** Who approved or rejected it, if it waited for a second person. */
    decidedBy: text(),
    decidedAt: instant(),
    /** When it was done, or refused. */
    doneAt: instant(),
  },
  (t) => [
    index("refunds_payment").on(t.paymentId, t.state),
    index("refunds_state").on(t.state, t.createdAt, t.id),
    index("refunds_done").on(t.doneAt).where(sql`${t.state} = 'done'`),
    index("refunds_order").on(t.orderId),
    index("refunds_asked_by").on(t.requestedBy, t.createdAt),
    check("refunds_amount", sql`${t.amount} >= 0`),
  ],
);

/**
 * inquiry: the bank only asks, and has taken nothing. open: the bank holds the money until it decides. won: the money
 * came back, or was never taken. lost: it stays with the cardholder.
 */
export const disputeStates = ["inquiry", "open", "won", "lost"] as const;

/** Disputes: a cardholder told their bank that a charge is wrong. The shop cannot refund the money of an open one. */
export const disputes = table(
  "disputes",
  {
    /** The gateway's ID of the dispute. */
    id: text().primaryKey(),
    paymentId: text()
      .notNull()
      .references(() => payments.id),
    orderId: text()
      .notNull()
      .references(() => orders.id),
    amount: money().notNull(),
    currency: text().notNull(),
    /** The gateway's words for its reason and its state. */
    reason: text().notNull(),
    gatewayStatus: text().notNull(),
    state: text({ enum: disputeStates }).notNull(),
    /** The deadline for the shop's answer, which is given at the gateway. */
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
