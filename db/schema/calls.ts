import { sql } from "drizzle-orm";
import { gatewayNames } from "@/lib/contracts/gateways";
import { check, index, instant, integer, json, money, table, text, uniqueIndex } from "../columns";

import { payments, refunds } from "./payments";

/**
 * open: make a page or an intent to be paid. confirm: authorize. issue: open a virtual account. close: shut what
 * nobody paid. refund: give back.
 */
export const callKinds = ["open", "confirm", "issue", "close", "refund"] as const;

/**
 * open: to be asked, or asked and the answer not known. done: the answer is written. declined: the gateway
 * refused. void: it is certain that nothing happened. stuck: a person must look.
 */
export const callStates = ["open", "done", "declined", "void", "stuck"] as const;

/**
 * Why an open call's last answer does not end it. After `timeout`, `unreachable` and `in_progress` the request may still
 * be under way, so its key must stay; after `not_sent` nothing was asked at all. The others are answers, which a gateway
 * would replay for the same key. `rejected`: the gateway refused our request or our account, and a look has yet to
 * confirm that nothing happened.
 */
export const unknownReasons = [
  "timeout",
  "unreachable",
  "not_sent",
  "in_progress",
  "no_such_payment",
  "malformed",
  "setup",
  "error",
  "rejected",
] as const;

/** What a gateway said when it rejected a call, without secrets and personal data. */
export type CallRejection = {
  about: "keys" | "request" | "input";
  /** HTTP status; null where nothing was asked, for want of keys. */
  status: number | null;
  message: string;
  param: string | null;
  requestId: string | null;
  /** True when it was the first answer to this call, so that nothing of it can be under way. */
  isSure: boolean;
};

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
    /** Where that answer rejected the call. */
    rejection: json<CallRejection>(),
    askedAt: instant().notNull(),
    /** When an ask under this key first went unanswered: from then on it may have been acted upon, whatever is answered. */
    silentAt: instant(),
    /** When the gateway told that it has taken the call on and is slow about it; null while nothing is known. */
    toldAt: instant(),
    nextAt: instant().notNull(),
    leasedUntil: instant(),
  },
  (t) => [
    index("calls_due").on(t.state, t.nextAt),
    index("calls_payment").on(t.paymentId, t.kind, t.n),
    check("calls_amount", sql`${t.amount} >= 0`),
  ],
);

/** What gateways told by webhook, to be worked on and to be read again. */
export const webhookInbox = table(
  "webhook_inbox",
  {
    id: text().primaryKey(),
    /**
     * Greater than of every row that was there when this one was written: an order of arrival that no clock makes. Two
     * that were written at the same time may have the same. Null in rows of an earlier release.
     */
    serial: integer(),
    gateway: text({ enum: gatewayNames }).notNull(),
    /** webhook: the gateway sent it. list: nobody sent it, and the daily look found it in the gateway's own list. */
    source: text({ enum: ["webhook", "list"] })
      .notNull()
      .default("webhook"),
    /** The gateway's delivery id, else the SHA-256 of the body; of a list, what it lists. */
    key: text().notNull(),
    /** The body as it came, but for accounts of the shopper's and what opens a card form, until it is erased 90 days later. */
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
    index("webhook_inbox_serial").on(t.serial),
  ],
);

export type Call = typeof calls.$inferSelect;
export type InboxRow = typeof webhookInbox.$inferSelect;
