import { isNull } from "drizzle-orm";
import { differenceNames } from "@/lib/contracts/differences";
import { type GatewayName, gatewayNames } from "@/lib/contracts/gateways";
import { payoutStates, settlementKinds, settlementParts } from "@/lib/contracts/settlements";
import {
  boolean,
  index,
  instant,
  integer,
  json,
  money,
  primaryKey,
  table,
  text,
  uniqueIndex,
} from "../columns";
import { ofAccount, readingByDay } from "./gateway-columns";
import { orders } from "./orders";
import { payments } from "./payments";

/**
 * What the gateways settle, row by row, as they list it. A row that changed is kept beside the new one. Amounts are in
 * minor units of `currency`, and negative where money goes back. Days are `2026-11-21`, in Seoul unless noted.
 */
export const settlementRows = table(
  "settlement_rows",
  {
    id: text().primaryKey(),
    ...ofAccount(),
    /** The gateway's ID of the row: Toss's `transactionKey`, Stripe's balance transaction. */
    gatewayRow: text().notNull(),
    /** 1, and more if the gateway lists the same row several times. */
    copy: integer().notNull(),
    /** 1, and one more each time the gateway changed the row. */
    version: integer().notNull(),
    kind: text({ enum: settlementKinds }).notNull(),
    /** The gateway's ID of the capture or refund, as the books name it; the row's ID if it has none. */
    transaction: text().notNull(),
    paymentKey: text(),
    gatewayOrderId: text(),
    /** The payment it belongs to; null if it is none of ours. */
    paymentId: text().references(() => payments.id),
    orderId: text().references(() => orders.id),
    /** The currency of the payout. */
    currency: text().notNull(),
    amount: money().notNull(),
    /** The gateway's fee without VAT. */
    fee: money().notNull(),
    vat: money().notNull(),
    /** What is paid out: amount less fee and VAT, as the gateway states it. */
    net: money().notNull(),
    /** What the shopper paid or got back, if that is in another currency than the payout. */
    presentedAmount: money(),
    presentedCurrency: text(),
    /** The day it counts as sold. */
    soldOn: text().notNull(),
    /** The day it is paid out, as far as the gateway has set it. */
    payoutOn: text(),
    /** The gateway's ID of the payout, if it has one. */
    payout: text(),
    approvedAt: instant(),
    /** Which reading of a list saw it last: the same row twice in one reading is listed twice. */
    reading: text().notNull(),
    /** When it was last seen. */
    seenAt: instant().notNull(),
    createdAt: instant().notNull(),
    /** When its fee was posted; null while it belongs neither to a payment of ours nor to our account. */
    postedAt: instant(),
    /** When it was first listed as paid out; its payout is posted then, if its fee is. */
    paidOutAt: instant(),
    /** When the gateway was first seen to list it differently. */
    supersededAt: instant(),
    /** When the gateway was first seen not to list it any more. */
    missingSince: instant(),
  },
  (t) => [
    uniqueIndex("settlement_rows_row").on(t.gateway, t.live, t.gatewayRow, t.copy, t.version),
    index("settlement_rows_payment").on(t.paymentId),
    index("settlement_rows_sold").on(t.live, t.soldOn, t.id),
    index("settlement_rows_payout_on").on(t.live, t.payoutOn, t.id),
    index("settlement_rows_payout").on(t.payout),
  ],
);

/** Payouts to the shop's bank account, of gateways that report them. Amounts in minor units of `currency`. */
export const payouts = table(
  "payouts",
  {
    gateway: text({ enum: gatewayNames }).notNull(),
    live: boolean().notNull(),
    /** The gateway's ID. */
    id: text().notNull(),
    amount: money().notNull(),
    currency: text().notNull(),
    state: text({ enum: payoutStates }).notNull(),
    /** The day it arrives at the bank. */
    arrivesOn: text().notNull(),
    seenAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.gateway, t.live, t.id] }),
    index("payouts_arrives").on(t.live, t.arrivesOn),
  ],
);

/** How far each part of a gateway's settlement was read, by key pair, live and test separate. */
export const settlementReads = table(
  "settlement_reads",
  {
    ...ofAccount(),
    part: text({ enum: settlementParts }).notNull(),
    ...readingByDay(),
    /** The reading of that day; every try of a day has its own. */
    reading: text().notNull(),
    readingSince: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.gateway, t.keyPair, t.live, t.part] })],
);

/** What a gateway settled in a month in one currency, in minor units. */
export type SettlementTotal = {
  gateway: GatewayName;
  currency: string;
  sold: number;
  /** What went back to shoppers and banks; negative. */
  returned: number;
  /** What belongs to no payment, such as a monthly fee. */
  other: number;
  /** Without VAT. */
  fee: number;
  vat: number;
  /** What is paid out. */
  net: number;
};

/** Months that a bookkeeper has closed, with their figures as they were. */
export const monthClosings = table(
  "month_closings",
  {
    live: boolean().notNull(),
    /** A month in Seoul, such as 2026-11. */
    month: text().notNull(),
    totals: json<SettlementTotal[]>().notNull(),
    /** How many differences were open. */
    differences: integer().notNull(),
    closedBy: text().notNull(),
    closedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.live, t.month] })],
);

/** Differences between the settlements and the books that staff have looked into and accepted. */
export const acceptedDifferences = table(
  "accepted_differences",
  {
    live: boolean().notNull(),
    /** Made of what differs and by how much: if that changes, it is another difference. */
    key: text().notNull(),
    name: text({ enum: differenceNames }).notNull(),
    /** What staff found. */
    note: text().notNull(),
    acceptedBy: text().notNull(),
    acceptedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.live, t.key] })],
);

/** The rows that stand: not replaced by a later version. */
export const standing = () => isNull(settlementRows.supersededAt);

export type StoredSettlement = typeof settlementRows.$inferSelect;
export type StoredPayout = typeof payouts.$inferSelect;
export type AcceptedDifference = typeof acceptedDifferences.$inferSelect;
export type MonthClosing = typeof monthClosings.$inferSelect;
export type SettlementRead = typeof settlementReads.$inferSelect;
