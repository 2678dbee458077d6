import { sql } from "drizzle-orm";
import { couriers } from "@/lib/contracts/couriers";
import { gatewayNames } from "@/lib/contracts/gateways";
import { paymentMethods } from "@/lib/contracts/methods";
import { taxClasses } from "@/lib/contracts/tax";
import {
  boolean,
  check,
  index,
  instant,
  integer,
  json,
  money,
  primaryKey,
  table,
  text,
  textAs,
  uniqueIndex,
} from "../columns";

export const products = table(
  "products",
  {
    sku: text().primaryKey(),
    slug: text().notNull(),
    nameKo: text().notNull(),
    nameEn: text().notNull(),
    descriptionKo: text().notNull(),
    descriptionEn: text().notNull(),
    priceKrw: money().notNull(),
    priceUsd: money().notNull(),
    /** For prices in won, which include VAT if it is taxable. */
    taxClass: text({ enum: taxClasses }).notNull().default("taxable"),
    /** What is left for sale; orders that hold or bought items have already reduced it. */
    stock: integer().notNull(),
    image: text().notNull(),
    position: integer().notNull(),
    /** False: it is on no page, and nobody can order it. */
    active: boolean().notNull().default(true),
  },
  (t) => [
    uniqueIndex("products_slug").on(t.slug),
    check("products_price_krw", sql`${t.priceKrw} >= 0`),
    check("products_price_usd", sql`${t.priceUsd} >= 0`),
    check("products_stock", sql`${t.stock} >= 0`),
  ],
);

export const storedOrderStatuses = [
  "open",
  "waiting_for_deposit",
  "authorized",
  "paid",
  "expired",
  "canceled",
  "in_review",
] as const;

/** Orders of earlier releases have no country; those in won are in Korea. */
export type ShippingAddress = {
  /** Who receives it, if not the customer, and their phone number. */
  recipient_name?: string;
  recipient_phone?: string;
  country?: string;
  postcode?: string;
  region?: string;
  city?: string;
  line1: string;
  line2?: string;
  note?: string;
};

export const orders = table(
  "orders",
  {
    id: text().primaryKey(),
    number: text().notNull(),
    /** The number's last four characters, used for searching. */
    numberEnd: text().notNull().default(""),
    name: text().notNull(),
    status: textAs({ in_review: "held" }).$type<(typeof storedOrderStatuses)[number]>().notNull(),
    /** What it costs: its items and its delivery. */
    amount: money().notNull(),
    /** The part of the amount that is for delivery. */
    shipping: money().notNull().default(0),
    /** The part of the amount that is for tax-free goods; 0 in other currencies than won. */
    taxFree: money().notNull().default(0),
    currency: text({ enum: ["KRW", "USD"] }).notNull(),
    locale: text({ enum: ["ko", "en"] }).notNull(),
    /** False for play money; live and test never mix in a figure. */
    live: boolean().notNull(),
    customerName: text().notNull(),
    customerEmail: text().notNull(),
    customerPhone: text().notNull(),
    /** The last four digits, used for searching. */
    customerPhoneEnd: text().notNull().default(""),
    /** Name and email address as searches compare them; null until the order has its search terms. */
    searchText: text(),
    /** Null: nothing is delivered. */
    shippingAddress: json<ShippingAddress | null>(),
    /** Whether its stock was taken, held for a payment or sold. */
    stockTaken: boolean().notNull(),
    /** The attempt whose outcome is unknown. While it is set no other attempt may be asked. */
    askingPaymentId: text(),
    /** The one payment that pays this order, or while the order is authorized, will pay it. */
    winnerPaymentId: text(),
    /** How it is paid, for lists: from the payment that pays it, else from its newest attempt; null before any. */
    gateway: text({ enum: gatewayNames }),
    method: text({ enum: paymentMethods }),
    /**
     * Whether it is known here that all the money that paid it went back, which keeps it out of the index of orders to
     * be shipped. Noted some time after the refund; the payment is what decides.
     */
    refundedWhole: boolean().notNull().default(false),
    /** When staff shipped it; until then a shopper may cancel it without returning anything. */
    shippedAt: instant(),
    /** What it was shipped with, if staff entered it. */
    courier: text({ enum: couriers }),
    trackingNumber: text(),
    /** Increases with every verb; writing it is how a verb takes the order's lock. */
    version: integer().notNull(),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
    /** How long another server let its order be paid, before an open payment extended `expiresAt`. */
    payableUntil: instant(),
    /**
     * Since when the order is being ended while something may still take money for it. From then on no payment is
     * requested for it.
     */
    endingSince: instant(),
    paidAt: instant(),
    /** api: another server ordered it with an API key, and it is paid on a page of its own. */
    source: text({ enum: ["shop", "api"] })
      .notNull()
      .default("shop"),
    /** The caller's own name for an order from another server, such as its order number. */
    reference: text(),
    /** Where the shopper of an order from another server goes after paying, and when they leave without paying. */
    returnUrl: text(),
    cancelUrl: text(),
    /** When the shopper was erased from it: name, contact, address and what they wrote. Its money stays. */
    erasedAt: instant(),
  },
  (t) => [
    uniqueIndex("orders_number").on(t.number),
    index("orders_due").on(t.status, t.expiresAt),
    // For the desk's lists, each read from its newest row on, page by page.
    index("orders_created").on(t.createdAt, t.id),
    index("orders_status").on(t.status, t.createdAt, t.id),
    index("orders_gateway").on(t.gateway, t.method, t.createdAt, t.id),
    index("orders_number_end").on(t.numberEnd, t.createdAt, t.id),
    index("orders_amount").on(t.amount, t.createdAt, t.id),
    index("orders_to_ship")
      .on(t.createdAt, t.id)
      .where(
        sql`${t.paidAt} IS NOT NULL AND ${t.shippedAt} IS NULL AND NOT ${t.refundedWhole} AND ${t.shippingAddress} IS NOT NULL`,
      ),
    index("orders_unsearchable").on(t.createdAt, t.id).where(sql`${t.searchText} IS NULL`),
    index("orders_customer_email").on(sql`lower(${t.customerEmail})`, t.createdAt, t.id),
    index("orders_phone_end").on(t.customerPhoneEnd, t.createdAt, t.id),
    index("orders_to_erase").on(t.createdAt, t.id).where(sql`${t.erasedAt} IS NULL`),
    check("orders_amount", sql`${t.amount} >= 0`),
  ],
);

/**
 * What the desk finds an order by: parts of its shopper's name and email address, written with the order and erased with
 * the shopper. Without a reference, which would be checked for each of a dozen rows.
 */
export const orderSearchTerms = table(
  "order_search_terms",
  {
    term: text().notNull(),
    /** The order's. */
    createdAt: instant().notNull(),
    orderId: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.term, t.createdAt, t.orderId] })],
);

export const orderItems = table(
  "order_items",
  {
    orderId: text()
      .notNull()
      .references(() => orders.id),
    sku: text().notNull(),
    name: text().notNull(),
    unitPrice: money().notNull(),
    quantity: integer().notNull(),
    /** The product's when it was ordered. */
    taxClass: text({ enum: taxClasses }).notNull().default("taxable"),
    /** False for a line that another server described: no product of this shop, so it has no stock. */
    fromStock: boolean().notNull().default(true),
    /** How many of them were returned to stock. */
    restocked: integer().notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.orderId, t.sku] }),
    check("order_items_unit_price", sql`${t.unitPrice} >= 0`),
    check("order_items_quantity", sql`${t.quantity} >= 0`),
  ],
);

/** asked: staff must answer. granted: its money is refunded. declined: the shop refused, with a reason. */
export const cancelRequestStates = ["asked", "granted", "declined"] as const;

/** A shopper's request to cancel a paid order. */
export const cancelRequests = table(
  "cancel_requests",
  {
    id: text().primaryKey(),
    orderId: text()
      .notNull()
      .references(() => orders.id),
    reason: text().notNull(),
    state: text({ enum: cancelRequestStates }).notNull(),
    /** The shop's answer to the shopper. */
    answer: text(),
    decidedBy: text(),
    decidedAt: instant(),
    createdAt: instant().notNull(),
  },
  (t) => [
    index("cancel_requests_order").on(t.orderId, t.createdAt),
    index("cancel_requests_state").on(t.state, t.createdAt, t.id),
  ],
);

export type Product = typeof products.$inferSelect;
export type Order = typeof orders.$inferSelect;
export type OrderItem = typeof orderItems.$inferSelect;
export type CancelRequest = typeof cancelRequests.$inferSelect;
