import { sql } from "drizzle-orm";
import { index, instant, table, text, textAs, uniqueIndex } from "../columns";
import { orders } from "./orders";
import { payments } from "./payments";

/** Every reason why staff are needed; the desk has words for each, and says what to do. */
export const needReasons = [
  /** Money is in review because its amount, currency or order does not match ours. */
  "mismatch",
  /** The gateway reports another captured amount than the books. */
  "captured_changed",
  /** More was refunded or promised than was captured. */
  "refunds_exceed_captured",
  /** A refund failed, and nobody is waiting for it. */
  "refund_failed",
  /** Money is owed to the shopper, and the gateway no longer refunds it. */
  "not_refundable",
  /** A bank has not decided on a dispute or an inquiry. */
  "dispute_opened",
  /** A bank permanently took what was owed to the shopper. */
  "dispute_lost",
  /** A bank reversed a deposit that was partly or fully refunded, or is being refunded. */
  "reversed_after_refund",
  "reversed_while_refunding",
  /** A bank reversed the deposit of a paid order, before or after it was shipped. */
  "deposit_reversed",
  "deposit_reversed_after_shipping",
  /** What the gateway says is left of a payment is not what was captured minus what was refunded. */
  "balance_mismatch",
  /** A bank refused one of several refunds, and it is unclear which. */
  "refund_unclear",
  /** The gateway reports a state that does not follow from ours. */
  "unexpected",
  /** A call is stuck: too old to be sent again, or about a payment that its gateway does not know. */
  "key_died",
  "not_found",
  /** A payment that was requested is unknown to its gateway, and ended for that reason. */
  "lost",
  /** The gateway refuses our keys or our account. */
  "setup",
  /** A gateway does not say what became of money in transit. */
  "unanswered",
  /** A bank is slow: with a payment, with money on hold, with a refund. */
  "slow_bank",
  "authorized_long",
  /** Money on hold must be captured within a day, or the bank releases it. */
  "capture_due",
  /** A capture failed, and the money is still on hold. */
  "capture_failed",
  /** The tax office refused a cash receipt or the cancellation of one, or the gateway refused to cancel one. */
  "cash_receipt_failed",
  "refund_slow",
  /** The account that a deposit is refunded to cannot be decrypted with the shop's current key. */
  "account_unreadable",
  /** A refund waits: for the shopper to name an account, for a second person. */
  "waits_for_account",
  "waits_for_approval",
  /** A webhook cannot be processed. */
  "news_unanswered",
  /** A gateway took money for an order of this shop that is not in its books. */
  "not_in_books",
] as const;

export const needSubjects = ["payment", "call", "refund", "dispute", "webhook", "gateway", "stray"] as const;

/**
 * resolved: staff say that it is done. accepted, returned: a decision about money in review. decided: a decision about a
 * refund. asked_again, given_up: a decision about a stuck call. ended: its cause no longer exists.
 */
export const needEndings = [
  "resolved",
  "accepted",
  "returned",
  "decided",
  "asked_again",
  "given_up",
  "ended",
] as const;

/** What waits for staff: one row per need, open until `closedAt`. Written under its order's lock. */
export const needs = table(
  "needs",
  {
    id: text().primaryKey(),
    /** Null if it is about no order we know. */
    orderId: text().references(() => orders.id),
    paymentId: text().references(() => payments.id),
    reason: textAs({ authorized_long: "held_long" }).$type<(typeof needReasons)[number]>().notNull(),
    /** The gateway's code for it, such as that of a refused refund; empty if there is none. */
    detail: text().notNull().default(""),
    subject: text({ enum: needSubjects }).notNull(),
    /** The ID of what it is about, such as a dispute or a call. */
    subjectId: text().notNull(),
    openedAt: instant().notNull(),
    closedAt: instant(),
    /** `system` if it ended automatically, else who closed it, such as `staff:<id>`. */
    closedBy: text(),
    closedHow: textAs({ resolved: "settled" }).$type<(typeof needEndings)[number]>(),
  },
  (t) => [
    uniqueIndex("needs_one_open").on(t.subjectId, t.reason).where(sql`${t.closedAt} IS NULL`),
    index("needs_open").on(t.openedAt, t.id).where(sql`${t.closedAt} IS NULL`),
    index("needs_order").on(t.orderId, t.openedAt),
    index("needs_payment").on(t.paymentId).where(sql`${t.closedAt} IS NULL`),
  ],
);

export type Need = typeof needs.$inferSelect;
export type NeedReason = Need["reason"];
