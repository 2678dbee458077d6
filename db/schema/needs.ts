import { sql } from "drizzle-orm";
import { index, instant, table, text, uniqueIndex } from "../columns";
import { orders } from "./orders";
import { payments } from "./payments";

/** All for which somebody is needed; the desk has words for each, and says what is to be done. */
export const needReasons = [
  /** Money whose amount, currency or order is not ours is held. */
  "mismatch",
  /** The gateway tells of another captured amount than is in the books. */
  "captured_changed",
  /** More is given back or promised than was taken. */
  "refunds_exceed_captured",
  /** A refund failed that nobody waits for. */
  "refund_failed",
  /** A bank has not decided about a dispute or an inquiry. */
  "dispute_opened",
  /** A bank took for good what was owed to the shopper. */
  "dispute_lost",
  /** A bank took a deposit back of which something was given back, or is being given back. */
  "reversed_after_refund",
  "reversed_while_refunding",
  /** A bank took the deposit of a paid order back, before or after its goods were sent off. */
  "deposit_reversed",
  "deposit_reversed_after_shipping",
  /** What the gateway says is left of a payment is not what was taken less what went back. */
  "balance_mismatch",
  /** A bank refused one of several refunds, and nobody can tell which. */
  "refund_unclear",
  /** The gateway tells of a state that does not follow from ours. */
  "unexpected",
  /** A call is stuck: too old to be asked again, or about a payment that its gateway does not know. */
  "key_died",
  "not_found",
  /** A payment that was asked for is unknown to its gateway, and ended so. */
  "lost",
  /** The gateway refuses our keys or our account when it is asked. */
  "setup",
  /** A gateway does not say what became of money that is under way. */
  "unanswered",
  /** A bank is slow: about a payment, with money it holds, about a refund. */
  "slow_bank",
  "held_long",
  "refund_slow",
  /** The account that a deposit goes back to cannot be read with the key that the shop has now. */
  "account_unreadable",
  /** A refund waits: for the owner of a deposit, for a second person. */
  "waits_for_account",
  "waits_for_approval",
  /** A webhook cannot be worked on. */
  "news_unanswered",
  /** A gateway took money for an order of this shop that is not in its books. */
  "not_in_books",
] as const;

export const needSubjects = ["payment", "call", "refund", "dispute", "webhook", "gateway", "stray"] as const;

/**
 * settled: somebody says that it is done. accepted, returned: held money was decided about. decided: a refund was.
 * asked_again, given_up: a stuck call was. ended: what it was about is so no longer.
 */
export const needEndings = [
  "settled",
  "accepted",
  "returned",
  "decided",
  "asked_again",
  "given_up",
  "ended",
] as const;

/** What waits for a person: a row for each need, open until `closedAt`. Written under its order's lock. */
export const needs = table(
  "needs",
  {
    id: text().primaryKey(),
    /** Null where it is about no order that we know. */
    orderId: text().references(() => orders.id),
    paymentId: text().references(() => payments.id),
    reason: text({ enum: needReasons }).notNull(),
    /** The gateway's own word for it, such as the code of a refused refund; empty where there is none. */
    detail: text().notNull().default(""),
    subject: text({ enum: needSubjects }).notNull(),
    /** The id of what it is about, such as a dispute's or a call's. */
    subjectId: text().notNull(),
    openedAt: instant().notNull(),
    closedAt: instant(),
    /** `system` where it ended by itself, else who closed it, such as `staff:<id>`. */
    closedBy: text(),
    closedHow: text({ enum: needEndings }),
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
