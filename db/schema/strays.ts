import { gatewayNames } from "../../lib/contracts/gateways";
import { boolean, index, instant, money, table, text, uniqueIndex } from "../columns";
import { keyPairs } from "./payments";

/**
 * Money that a gateway took for an order of this shop that the books do not have: a restored backup is older than the
 * order. A person decides what becomes of it; nothing is made or given back by itself.
 */
export const strays = table(
  "strays",
  {
    id: text().primaryKey(),
    gateway: text({ enum: gatewayNames }).notNull(),
    keyPair: text({ enum: keyPairs }).notNull(),
    live: boolean().notNull(),
    /** The gateway's own key of the payment. */
    paymentKey: text().notNull(),
    /** The attempt's name at the gateway, which begins with the order's number. */
    gatewayOrderId: text().notNull(),
    /** What was taken, and what of it had been given back when it was seen; in minor units. */
    amount: money().notNull(),
    refunded: money().notNull(),
    currency: text().notNull(),
    /** When the gateway took it. */
    paidAt: instant(),
    seenAt: instant().notNull(),
  },
  (t) => [
    uniqueIndex("strays_payment").on(t.gateway, t.paymentKey),
    index("strays_order").on(t.gatewayOrderId),
  ],
);

export type Stray = typeof strays.$inferSelect;
