import { sql } from "drizzle-orm";
import type { CashReceiptType } from "@/lib/contracts/cash-receipts";
import type { Parcel } from "@/lib/contracts/couriers";
import { gatewayNames } from "@/lib/contracts/gateways";
import {
  check,
  index,
  instant,
  integer,
  json,
  jsonAs,
  money,
  table,
  text,
  textAs,
  uniqueIndex,
} from "../columns";

import { payments, refunds } from "./payments";

/**
 * create: create a payment page or intent. confirm: authorize. issue: open a virtual account. close: close what nobody
 * paid. capture: capture what a bank holds. acquire: have a card payment acquired. refund: refund.
 * receipt: issue a cash receipt apart from the payment. receipt_cancel: cancel all or a part of such a receipt.
 */
export const callKinds = [
  "create",
  "confirm",
  "issue",
  "close",
  "capture",
  "acquire",
  "refund",
  "receipt",
  "receipt_cancel",
] as const;

/**
 * pending: to be sent, or sent with an unknown outcome. done: the answer is recorded. declined: the gateway refused. moot:
 * certainly nothing happened. stuck: staff must look.
 */
export const callStates = ["pending", "done", "declined", "moot", "stuck"] as const;

/**
 * Why a pending call's last answer does not end it. After `timeout`, `unreachable` and `in_progress` the request may
 * still be in progress, so its key must stay; after `not_sent` nothing was sent at all. The others are answers, which a
 * gateway would replay for the same key. `rejected`: the gateway refused our request or our account, and a look has yet
 * to confirm that nothing happened.
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
  /** HTTP status; null if nothing was sent because keys are missing. */
  status: number | null;
  message: string;
  param: string | null;
  requestId: string | null;
  /** True if this was the first answer to the call, so that nothing of it can be in progress. */
  isSure: boolean;
};

/** What a call sends, stored so that a retry sends the same. */
export type CallSent =
  | {
      kind: "create";
      orderId: string;
      orderName: string;
      amount: number;
      currency: string;
      lines: { name: string; quantity: number; unitPrice: number }[];
      customerEmail: string;
      locale: "ko" | "en";
      /** A page hosted by the gateway; if undefined, the card form on the shop's page. */
      page?: { returnUrl: string; cancelUrl: string /** ISO 8601 */; closesAt: string } | undefined;
      paymentMethod?: string | undefined;
      /** Whether a card is only held; if undefined, it is charged at once. */
      captureMethod?: "manual" | undefined;
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
      taxFree?: number | undefined;
      bank: string;
      customerName: string;
      customerEmail: string;
      /** When the account closes automatically, ISO 8601. */
      dueAt: string;
      /** Erased when the call ends: the number identifies a person. */
      cashReceipt?: { type: "income_deduction" | "expense_proof"; registrationNumber: string } | undefined;
    }
  | { kind: "close"; paymentKey: string; sessionKey?: string | undefined; reason: string }
  | {
      kind: "capture";
      paymentKey: string;
      /** In minor units; what is held above that is released. */
      amount: number;
      /** Who shipped the order with it, such as `staff:<id>`: it counts as shipped once the money is captured. */
      shippedBy?: string | undefined;
      /** What it was shipped with. */
      parcel?: Parcel | undefined;
    }
  | { kind: "acquire"; paymentKey: string }
  | {
      kind: "refund";
      paymentKey: string;
      amount: number;
      /** The part of the amount that is for tax-free goods. */
      taxFree?: number | undefined;
      currency: string;
      reason: string;
      refundableAmount: number;
    }
  | {
      kind: "receipt";
      paymentKey: string;
      orderId: string;
      orderName: string;
      /** In won, as the tax-free part of it. */
      amount: number;
      taxFree: number;
      type: CashReceiptType;
      /** Erased when the call ends: the number identifies a person. */
      registrationNumber?: string | undefined;
      /** The keys of the receipts that were issued apart before: a receipt with another key is this call's. */
      known: string[];
    }
  | {
      kind: "receipt_cancel";
      paymentKey: string;
      orderId: string;
      receiptKey: string;
      /** In won. */
      amount: number;
      /** How much of the receipt was canceled before, in won: anything above that is this call's. */
      canceledBefore: number;
    };

const storedKinds = { create: "open" } as const;
type Create = Extract<CallSent, { kind: "create" }>;
type StoredSent = Exclude<CallSent, Create> | (Omit<Create, "kind"> & { kind: typeof storedKinds.create });

const storedKind = (kind: (typeof callKinds)[number]) => (kind === "create" ? storedKinds.create : kind);

/** A call's ID: `<payment>:<operation>:<n>`, with the operation's stored name. */
export const callIdOf = (paymentId: string, kind: (typeof callKinds)[number], n: number) =>
  `${paymentId}:${storedKind(kind)}:${n}`;

/** Every write sent to a gateway. The ID is the idempotency key: `<payment>:<operation>:<n>`. */
export const calls = table(
  "calls",
  {
    id: text().primaryKey(),
    paymentId: text()
      .notNull()
      .references(() => payments.id),
    refundId: text().references(() => refunds.id),
    kind: textAs(storedKinds).$type<(typeof callKinds)[number]>().notNull(),
    n: integer().notNull(),
    amount: money().notNull(),
    sent: jsonAs<CallSent, StoredSent>({
      store: (sent) => (sent.kind === "create" ? { ...sent, kind: storedKinds.create } : sent),
      read: (sent) => (sent.kind === storedKinds.create ? { ...sent, kind: "create" } : sent),
    }).notNull(),
    state: textAs({ pending: "open", moot: "void" }).$type<(typeof callStates)[number]>().notNull(),
    /** Why the outcome is unknown after the last answer; null before any answer. */
    unknownWhy: text({ enum: unknownReasons }),
    /** The gateway's code in that answer. */
    gatewayCode: text(),
    /** Set if that answer rejected the call. */
    rejection: json<CallRejection>(),
    askedAt: instant().notNull(),
    /**
     * When a request under this key first went unanswered: from then on it may have been carried out, whatever is
     * answered later.
     */
    silentAt: instant(),
    /** When the gateway reported that it has accepted the call and is slow; null if it has not. */
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

/** What gateways reported by webhook, to be processed and to be read again. */
export const webhookInbox = table(
  "webhook_inbox",
  {
    id: text().primaryKey(),
    /**
     * Greater than that of every row that existed when this one was written: an order of arrival that depends on no
     * clock. Two rows written at the same time may share it. Null in rows of an earlier release.
     */
    serial: integer(),
    gateway: text({ enum: gatewayNames }).notNull(),
    /** webhook: the gateway sent it. list: no webhook came, and the daily look found it in the gateway's list. */
    source: text({ enum: ["webhook", "list"] })
      .notNull()
      .default("webhook"),
    /** The gateway's delivery ID, else the SHA-256 of the body; for a list, the entry it lists. */
    key: text().notNull(),
    /**
     * The body as it arrived, without the shopper's accounts and what opens a card form, until it is erased after 90
     * days.
     */
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
