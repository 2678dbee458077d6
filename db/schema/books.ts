import { sql } from "drizzle-orm";
import { boolean, check, index, instant, integer, money, table, text, uniqueIndex } from "../columns";
import { orders } from "./orders";
import { keyPairs, payments } from "./payments";

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

/** The books: each row debits one account and credits another, so that they balance by construction. */
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
    /** The gateway's transaction that caused it. */
    transaction: text().notNull(),
    at: instant().notNull(),
    /** Its place in the chain, assigned soon after; null until then. */
    seq: integer(),
    /** Seals the row alone, and once it has a place, that too; null in rows that the shop did not write. */
    seal: text(),
  },
  (t) => [
    uniqueIndex("transfers_cause").on(t.paymentId, t.cause, t.transaction),
    uniqueIndex("transfers_seq").on(t.seq),
    index("transfers_order").on(t.orderId),
    index("transfers_at").on(t.at),
    check("transfers_amount", sql`${t.amount} >= 0`),
  ],
);

export type Transfer = typeof transfers.$inferSelect;
