import { sql } from "drizzle-orm";
import type { ApiScope } from "@/lib/contracts/scopes";
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
} from "./columns";

// CHECKs say that amounts are not negative and no more: no constraint may make the truth unwritable
// (docs/decisions/0004). Caps stand in the WHERE of the verb that reserves.

export const products = table(
  "products",
  {
    sku: text().primaryKey(),
    slug: text().notNull(),
    nameKo: text().notNull(),
    nameEn: text().notNull(),
    descriptionKo: text().notNull(),
    descriptionEn: text().notNull(),
    priceKrw: money().notNull(),
    priceUsd: money().notNull(),
    /** What is left to be taken; orders that hold or bought some have it no longer. */
    stock: integer().notNull(),
    image: text().notNull(),
    position: integer().notNull(),
  },
  (t) => [
    uniqueIndex("products_slug").on(t.slug),
    check("products_price_krw", sql`${t.priceKrw} >= 0`),
    check("products_price_usd", sql`${t.priceUsd} >= 0`),
    check("products_stock", sql`${t.stock} >= 0`),
  ],
);

const gatewayNames = ["toss", "stripe"] as const;
const methodNames = ["CARD", "VIRTUAL_ACCOUNT", "TRANSFER", "MOBILE", "EASY_PAY"] as const;

export const storedOrderStatuses = [
  "open",
  "waiting_for_deposit",
  "paid",
  "expired",
  "canceled",
  "held",
] as const;

export type ShippingAddress = { postcode: string; line1: string; line2?: string; note?: string };

export const orders = table(
  "orders",
  {
    id: text().primaryKey(),
    number: text().notNull(),
    name: text().notNull(),
    status: text({ enum: storedOrderStatuses }).notNull(),
    amount: money().notNull(),
    currency: text({ enum: ["KRW", "USD"] }).notNull(),
    locale: text({ enum: ["ko", "en"] }).notNull(),
    /** False for play money; live and test never mix in a figure. */
    live: boolean().notNull(),
    customerName: text().notNull(),
    customerEmail: text().notNull(),
    customerPhone: text().notNull(),
    /** Its last four digits, by which people are found. */
    customerPhoneEnd: text().notNull().default(""),
    shippingAddress: json<ShippingAddress | null>(),
    /** True once its stock was taken, whether it is held for a payment or sold. */
    stockTaken: boolean().notNull(),
    /** The attempt whose answer is not known. While it stands no other attempt is asked. */
    askingPaymentId: text(),
    /** The one payment that pays this order. */
    winnerPaymentId: text(),
    /** How it is paid, for lists: by the payment that pays it, else by its newest attempt; null before any. */
    gateway: text({ enum: gatewayNames }),
    method: text({ enum: methodNames }),
    /** When staff sent it off; until then a shopper may take it back without sending anything back. */
    shippedAt: instant(),
    /** Rises with every verb; writing it is how a verb takes the order's lock. */
    version: integer().notNull(),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
    paidAt: instant(),
  },
  (t) => [
    uniqueIndex("orders_number").on(t.number),
    index("orders_due").on(t.status, t.expiresAt),
    // The desk's lists, each from its newest row on, page by page.
    index("orders_created").on(t.createdAt, t.id),
    index("orders_status").on(t.status, t.createdAt, t.id),
    index("orders_gateway").on(t.gateway, t.method, t.createdAt, t.id),
    index("orders_customer_name").on(t.customerName, t.createdAt, t.id),
    index("orders_customer_email").on(sql`lower(${t.customerEmail})`, t.createdAt, t.id),
    index("orders_phone_end").on(t.customerPhoneEnd, t.createdAt, t.id),
    check("orders_amount", sql`${t.amount} >= 0`),
  ],
);

export const orderItems = table(
  "order_items",
  {
    orderId: text()
      .notNull()
      .references(() => orders.id),
    sku: text().notNull(),
    name: text().notNull(),
    unitPrice: money().notNull(),
    quantity: integer().notNull(),
    /** How many of them came back and are for sale again. */
    restocked: integer().notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.orderId, t.sku] }),
    check("order_items_unit_price", sql`${t.unitPrice} >= 0`),
    check("order_items_quantity", sql`${t.quantity} >= 0`),
  ],
);

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

/** Toss has two families of keys, Stripe one. */
const keyPairs = ["widget", "api", "stripe"] as const;

/** Where a shopper pays while an attempt is open: a page of the gateway's, or what Stripe.js is given. */
export type Door = { url: string | null; clientSecret: string | null };

/** What the gateway told of the means of payment, for receipts. Banks by their two-digit code; money in minor units. */
export type PaymentDetail = {
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
};

/** The account that was credited when money arrived: where a refund must debit it again. */
export const creditAccounts = ["sales", "shopper", "suspense"] as const;

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
    method: text({ enum: methodNames }).notNull(),
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
    /** What the gateway kept for itself, in minor units of `feeCurrency`; null while it has not said. */
    fee: money(),
    /** What the gateway pays out in, which need not be what the shopper paid in. */
    feeCurrency: text(),
    successUrl: text().notNull(),
    failUrl: text().notNull(),
    failureCode: text(),
    detail: json<PaymentDetail>().notNull(),
    /** What the gateway's news of a deposit must name, so that forged news is not looked into. */
    depositSecret: text(),
    /** How often a bank took a deposit back; it tells one deposit of an account from the next. */
    reversals: integer().notNull().default(0),
    /** Why a person must look at it; null when nobody must. */
    needsPerson: text(),
    /** When the gateway is to be asked again by itself, where something is still to come and news may be lost. */
    lookAt: instant(),
    /** When a webhook last made us look, so that a flood of them cannot. */
    newsLookedAt: instant(),
    /** Rises with every write; a settle names the version it asked about. */
    version: integer().notNull(),
    createdAt: instant().notNull(),
    approvedAt: instant(),
  },
  (t) => [
    uniqueIndex("payments_attempt").on(t.orderId, t.attempt),
    uniqueIndex("payments_gateway_order_id").on(t.gatewayOrderId),
    index("payments_gateway_payment_key").on(t.gatewayPaymentKey),
    index("payments_gateway_session_key").on(t.gatewaySessionKey),
    index("payments_look_at").on(t.lookAt),
    index("payments_needs_person").on(t.createdAt, t.id).where(sql`${t.needsPerson} IS NOT NULL`),
    index("payments_given_back").on(t.createdAt, t.id).where(sql`${t.refunded} > 0`),
    index("payments_failed").on(t.createdAt, t.failureCode).where(sql`${t.failureCode} IS NOT NULL`),
    check("payments_amount", sql`${t.amount} >= 0`),
    check("payments_captured", sql`${t.captured} >= 0`),
    check("payments_refunded", sql`${t.refunded} >= 0`),
    check("payments_refund_pending", sql`${t.refundPending} >= 0`),
  ],
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

/** asked: staff must answer. granted: its money goes back. declined: the shop said no, and why. */
export const cancelRequestStates = ["asked", "granted", "declined"] as const;

/** A shopper asks for a paid order to be canceled. */
export const cancelRequests = table(
  "cancel_requests",
  {
    id: text().primaryKey(),
    orderId: text()
      .notNull()
      .references(() => orders.id),
    reason: text().notNull(),
    state: text({ enum: cancelRequestStates }).notNull(),
    /** What the shop told the shopper. */
    answer: text(),
    decidedBy: text(),
    decidedAt: instant(),
    createdAt: instant().notNull(),
  },
  (t) => [
    index("cancel_requests_order").on(t.orderId, t.createdAt),
    index("cancel_requests_state").on(t.state, t.createdAt, t.id),
  ],
);

/**
 * open: make a page or an intent to be paid. confirm: authorise. issue: open a virtual account. close: shut what
 * nobody paid. refund: give back.
 */
export const callKinds = ["open", "confirm", "issue", "close", "refund"] as const;

/**
 * open: to be asked, or asked and the answer not known. done: the answer is written. declined: the gateway
 * refused. void: it is certain that nothing happened. stuck: a person must look.
 */
export const callStates = ["open", "done", "declined", "void", "stuck"] as const;

/**
 * Why an answer leaves us not knowing. After `timeout`, `unreachable` and `in_progress` the request may still
 * be under way, so its key must stay; the others are answers, which a gateway would replay for the same key.
 */
export const unknownReasons = [
  "timeout",
  "unreachable",
  "in_progress",
  "no_such_payment",
  "malformed",
  "setup",
  "error",
] as const;

/** What a call sends, kept so that asking again asks the same. */
export type CallSent =
  | {
      kind: "open";
      orderId: string;
      orderName: string;
      amount: number;
      currency: string;
      lines: { name: string; quantity: number; unitPrice: number }[];
      customerEmail: string;
      locale: "ko" | "en";
      /** A page of the gateway's; without it the card form of the shop's own page. */
      page?: { returnUrl: string; cancelUrl: string /** ISO 8601 */; closesAt: string } | undefined;
      paymentMethod?: string | undefined;
    }
  | {
      kind: "confirm";
      paymentKey: string;
      orderId: string;
      amount: number;
      paymentMethod?: string | undefined;
      returnUrl?: string | undefined;
    }
  | {
      kind: "issue";
      orderId: string;
      orderName: string;
      amount: number;
      bank: string;
      customerName: string;
      customerEmail: string;
      /** When the account closes by itself, ISO 8601. */
      dueAt: string;
      /** Erased when the call ends: the number names a person. */
      cashReceipt?: { type: "income_deduction" | "expense_proof"; registrationNumber: string } | undefined;
    }
  | { kind: "close"; paymentKey: string; sessionKey?: string | undefined; reason: string }
  | {
      kind: "refund";
      paymentKey: string;
      amount: number;
      currency: string;
      reason: string;
      refundableAmount: number;
    };

/** Every write asked of a gateway. The id is the idempotency key: `<payment>:<operation>:<n>`. */
export const calls = table(
  "calls",
  {
    id: text().primaryKey(),
    paymentId: text()
      .notNull()
      .references(() => payments.id),
    refundId: text().references(() => refunds.id),
    kind: text({ enum: callKinds }).notNull(),
    n: integer().notNull(),
    amount: money().notNull(),
    sent: json<CallSent>().notNull(),
    state: text({ enum: callStates }).notNull(),
    /** Why the last answer left it unknown; null before any answer. */
    unknownWhy: text({ enum: unknownReasons }),
    /** The gateway's own code in that answer. */
    gatewayCode: text(),
    askedAt: instant().notNull(),
    nextAt: instant().notNull(),
    leasedUntil: instant(),
  },
  (t) => [
    index("calls_due").on(t.state, t.nextAt),
    index("calls_payment").on(t.paymentId, t.kind, t.n),
    check("calls_amount", sql`${t.amount} >= 0`),
  ],
);

/** The story of an order, append-only: no code updates or deletes a row. */
export const paymentEvents = table(
  "payment_events",
  {
    id: text().primaryKey(),
    orderId: text()
      .notNull()
      .references(() => orders.id),
    paymentId: text().references(() => payments.id),
    kind: text().notNull(),
    detail: json<Record<string, unknown>>().notNull(),
    requestId: text(),
    at: instant().notNull(),
  },
  (t) => [index("payment_events_order").on(t.orderId, t.at)],
);

export const webhookInbox = table(
  "webhook_inbox",
  {
    id: text().primaryKey(),
    gateway: text({ enum: gatewayNames }).notNull(),
    /** The gateway's delivery id, else the SHA-256 of the body. */
    key: text().notNull(),
    /** The raw body, until it is erased 90 days later. */
    body: text(),
    state: text({ enum: ["new", "done", "failed"] }).notNull(),
    paymentId: text().references(() => payments.id),
    note: text(),
    tries: integer().notNull(),
    receivedAt: instant().notNull(),
    nextAt: instant().notNull(),
    leasedUntil: instant(),
  },
  (t) => [
    uniqueIndex("webhook_inbox_key").on(t.gateway, t.key),
    index("webhook_inbox_due").on(t.state, t.nextAt),
    index("webhook_inbox_received").on(t.receivedAt, t.id),
    index("webhook_inbox_state").on(t.state, t.receivedAt, t.id),
    index("webhook_inbox_payment").on(t.paymentId),
  ],
);

export const mailKinds = [
  "order_received",
  "virtual_account",
  "paid",
  "deposit_reversed",
  "canceled",
  "cancel_declined",
  "refund_account",
  "refunded",
] as const;

/**
 * Letters to shoppers, written down with what they tell of and sent afterwards. skipped: when its time came
 * there was nothing left to tell. failed: given up after many tries.
 */
export const mails = table(
  "mails",
  {
    id: text().primaryKey(),
    orderId: text()
      .notNull()
      .references(() => orders.id),
    paymentId: text().references(() => payments.id),
    kind: text({ enum: mailKinds }).notNull(),
    /** What it tells of, such as a refund's id: the same thing is told once. */
    cause: text().notNull(),
    state: text({ enum: ["new", "sent", "skipped", "failed"] }).notNull(),
    tries: integer().notNull(),
    /** Why the last try failed, without addresses. */
    note: text(),
    createdAt: instant().notNull(),
    nextAt: instant().notNull(),
    leasedUntil: instant(),
    sentAt: instant(),
  },
  (t) => [
    uniqueIndex("mails_cause").on(t.orderId, t.kind, t.cause),
    index("mails_due").on(t.state, t.nextAt),
  ],
);

/** A key exists if and only if the thing it made exists. */
export const idempotencyKeys = table(
  "idempotency_keys",
  {
    caller: text().notNull(),
    operation: text().notNull(),
    key: text().notNull(),
    bodyHash: text().notNull(),
    /** The id of what was made. */
    madeId: text().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.caller, t.operation, t.key] })],
);

export const accounts = [
  "receivable",
  "sales",
  "refunds",
  "fees",
  "disputes",
  "shopper",
  "suspense",
] as const;

export const transferCauses = [
  "capture",
  "refund",
  "refund_failed",
  "reversal",
  "accept",
  "fee",
  "dispute",
  "dispute_won",
  "dispute_fee",
] as const;

/** The books: each row takes from one account and gives to another, so that they balance by construction. */
export const transfers = table(
  "transfers",
  {
    id: text().primaryKey(),
    orderId: text()
      .notNull()
      .references(() => orders.id),
    paymentId: text()
      .notNull()
      .references(() => payments.id),
    debit: text({ enum: accounts }).notNull(),
    credit: text({ enum: accounts }).notNull(),
    amount: money().notNull(),
    currency: text().notNull(),
    live: boolean().notNull(),
    keyPair: text({ enum: keyPairs }).notNull(),
    cause: text({ enum: transferCauses }).notNull(),
    /** The gateway's own transaction that caused it. */
    transaction: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    uniqueIndex("transfers_cause").on(t.paymentId, t.cause, t.transaction),
    index("transfers_order").on(t.orderId),
    index("transfers_at").on(t.at),
    check("transfers_amount", sql`${t.amount} >= 0`),
  ],
);

/** Keys of other servers and of agents. Of the key itself only a hash is kept. */
export const apiKeys = table(
  "api_keys",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    /** SHA-256 of the key, in hexadecimal. A key has 200 random bits, so nothing slower is needed. */
    hash: text().notNull(),
    scopes: json<ApiScope[]>().notNull(),
    createdAt: instant().notNull(),
    lastUsedAt: instant(),
    revokedAt: instant(),
  },
  (t) => [uniqueIndex("api_keys_hash").on(t.hash)],
);

/** Who did what that concerns money or access, append-only: no code updates or deletes a row. */
export const auditLog = table(
  "audit_log",
  {
    id: text().primaryKey(),
    /** Such as `key:<id>`, or `operator` for a command on the server itself. */
    actor: text().notNull(),
    action: text().notNull(),
    /** What it was done to, such as an order's number. */
    subject: text().notNull(),
    detail: json<Record<string, unknown>>().notNull(),
    /** Where it came from, if over the network. */
    address: text(),
    requestId: text(),
    at: instant().notNull(),
  },
  (t) => [
    index("audit_log_at").on(t.at, t.id),
    index("audit_log_subject").on(t.subject, t.at, t.id),
    index("audit_log_actor").on(t.actor, t.at, t.id),
  ],
);

/** What is made once and shared by all instances, such as the session secret. */
export const settings = table("settings", {
  name: text().primaryKey(),
  value: text().notNull(),
});

export type Product = typeof products.$inferSelect;
export type Order = typeof orders.$inferSelect;
export type OrderItem = typeof orderItems.$inferSelect;
export type Payment = typeof payments.$inferSelect;
export type PaymentStatus = Payment["status"];
export type Refund = typeof refunds.$inferSelect;
export type Dispute = typeof disputes.$inferSelect;
export type CancelRequest = typeof cancelRequests.$inferSelect;
export type Audit = typeof auditLog.$inferSelect;
export type Call = typeof calls.$inferSelect;
export type PaymentEvent = typeof paymentEvents.$inferSelect;
export type InboxRow = typeof webhookInbox.$inferSelect;
export type Mail = typeof mails.$inferSelect;
export type ApiKey = typeof apiKeys.$inferSelect;
export type Transfer = typeof transfers.$inferSelect;
export type CreditAccount = (typeof creditAccounts)[number];
