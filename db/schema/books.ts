import { sql } from "drizzle-orm";
import { gatewayNames, pairNames } from "@/lib/contracts/gateways";
import { paymentMethods } from "@/lib/contracts/methods";
import {
  boolean,
  check,
  index,
  instant,
  integer,
  money,
  primaryKey,
  table,
  text,
  uniqueIndex,
} from "../columns";
import { orders } from "./orders";
import { payments } from "./payments";

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
    keyPair: text({ enum: pairNames }).notNull(),
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

/**
 * What the transfers of a day in Seoul come to, in minor units of `currency`; `sold` and `givenBack` count payments and
 * refunds. Transfers are added when they have their place in the chain, each once (`chain_heads.added_up`).
 */
export const soldDays = table(
  "sold_days",
  {
    live: boolean().notNull(),
    /** Such as 2026-11-21. */
    day: text().notNull(),
    gateway: text({ enum: gatewayNames }).notNull(),
    method: text({ enum: paymentMethods }).notNull(),
    currency: text().notNull(),
    sales: money().notNull(),
    refunds: money().notNull(),
    disputed: money().notNull(),
    sold: integer().notNull(),
    givenBack: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.live, t.day, t.gateway, t.method, t.currency] })],
);

export type Transfer = typeof transfers.$inferSelect;
export type Account = (typeof accounts)[number];
