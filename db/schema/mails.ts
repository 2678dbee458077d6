import { index, instant, integer, table, text, uniqueIndex } from "../columns";
import { orders } from "./orders";
import { payments } from "./payments";

export const mailKinds = [
  "order_received",
  "virtual_account",
  "authorized",
  "hold_ended",
  "paid",
  "shipped",
  "deposit_reversed",
  "canceled",
  "cancel_declined",
  "refund_account",
  "refunded",
] as const;

/**
 * Letters to shoppers, queued together with what they report and sent afterward. skipped: when it was due there was
 * nothing left to report. failed: given up after many tries.
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
    /** What it is about, such as a refund's ID: each cause is sent once. */
    cause: text().notNull(),
    state: text({ enum: ["new", "sent", "skipped", "failed"] }).notNull(),
    tries: integer().notNull(),
    /** Why the last try failed, without addresses. */
    note: text(),
    createdAt: instant().notNull(),
    nextAt: instant().notNull(),
    leasedUntil: instant(),
    sentAt: instant(),
    /** When somebody last started it again; how long it waits counts from then. */
    startedAgainAt: instant(),
  },
  (t) => [
    uniqueIndex("mails_cause").on(t.orderId, t.kind, t.cause),
    index("mails_due").on(t.state, t.nextAt),
  ],
);

/** The events that managers are notified of by letter. */
export const staffNews = [
  "staff_added",
  "staff_changed",
  "staff_reset",
  "staff_factor_removed",
  "key_made",
] as const;

/** Letters to managers about changes to permissions, so that nobody can gain any unnoticed. Sent like the others. */
export const staffLetters = table(
  "staff_letters",
  {
    id: text().primaryKey(),
    toAddress: text().notNull(),
    news: text({ enum: staffNews }).notNull(),
    /** Who did it, by name; null for the operator. */
    by: text(),
    /** Who or what it was done to, by name. */
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
