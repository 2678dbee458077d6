import { sql } from "drizzle-orm";
import { boolean, check, index, instant, integer, money, table, text, uniqueIndex } from "../columns";
import { orders } from "./orders";
import { keyPairs, payments } from "./payments";

/**
 * receivable: what the gateways owe the shop. vat: the VAT on their fees, which the shop may deduct. bank: what they
 * say they have paid out. adjustments: what they gave or took besides payments and fees. exchange: the same money in two currencies. shopper: what the shop owes to shoppers.
 * suspense: what waits for an operator.
 */
export const accounts = [
  "receivable",
  "sales",
  "refunds",
  "fees",
  "vat",
  "bank",
  "exchange",
  "adjustments",
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
  "settlement_fee",
  "settlement_vat",
  "conversion_out",
  "conversion_in",
  "payout",
  "account_fee",
  "adjustment",
  "payout_failed",
] as const;

/**
 * The books: each row debits one account and credits another, so that they balance by construction. What a gateway takes
 * or gives for the shop's account as a whole, such as a monthly fee, has no order and no payment.
 */
export const transfers = table(
  "transfers",
  {
    id: text().primaryKey(),
    orderId: text().references(() => orders.id),
    paymentId: text().references(() => payments.id),
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
    uniqueIndex("transfers_account_cause")
      .on(t.live, t.keyPair, t.cause, t.transaction)
      .where(sql`payment_id IS NULL`),
    uniqueIndex("transfers_seq").on(t.seq),
    index("transfers_order").on(t.orderId),
    index("transfers_at").on(t.at),
    check("transfers_amount", sql`${t.amount} >= 0`),
  ],
);

export type Transfer = typeof transfers.$inferSelect;
export type Account = (typeof accounts)[number];
