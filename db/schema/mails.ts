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

export type Mail = typeof mails.$inferSelect;
