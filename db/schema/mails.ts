import { index, instant, integer, table, text, uniqueIndex } from "../columns";
import { orders } from "./orders";
import { payments } from "./payments";

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
 * Letters to shoppers, written down with what they tell of and sent afterward. skipped: when its time came
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

/** What managers are told of by letter. */
export const staffNews = [
  "staff_added",
  "staff_changed",
  "staff_reset",
  "staff_factor_removed",
  "key_made",
] as const;

/** Letters to managers about who may do what, so that nobody takes that for themselves unseen. Sent like the others. */
export const staffLetters = table(
  "staff_letters",
  {
    id: text().primaryKey(),
    toAddress: text().notNull(),
    news: text({ enum: staffNews }).notNull(),
    /** Who did it, by name; null for the operator. */
    by: text(),
    /** Whom or what it was done to, by name. */
    about: text().notNull(),
    state: text({ enum: ["new", "sent", "failed"] }).notNull(),
    tries: integer().notNull(),
    /** Why the last try failed, without addresses. */
    note: text(),
    createdAt: instant().notNull(),
    nextAt: instant().notNull(),
    sentAt: instant(),
  },
  (t) => [index("staff_letters_due").on(t.state, t.nextAt)],
);

export type StaffLetter = typeof staffLetters.$inferSelect;
export type Mail = typeof mails.$inferSelect;
