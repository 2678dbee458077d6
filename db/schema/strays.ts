import { index, instant, money, table, text, uniqueIndex } from "../columns";
import { ofAccount } from "./gateway-columns";

/**
 * Money that a gateway took for an order of this shop that is not in the books, because a restored backup is older than
 * the order. Staff decide what to do; nothing is created or refunded automatically.
 */
export const strays = table(
  "strays",
  {
    id: text().primaryKey(),
    ...ofAccount(),
    /** The gateway's key of the payment. */
    paymentKey: text().notNull(),
    /** The attempt's name at the gateway, which begins with the order number. */
    gatewayOrderId: text().notNull(),
    /** The captured amount, and how much of it had been refunded when we saw it; in minor units. */
    amount: money().notNull(),
    refunded: money().notNull(),
    currency: text().notNull(),
    /** When the gateway captured it. */
    paidAt: instant(),
    seenAt: instant().notNull(),
  },
  (t) => [
    uniqueIndex("strays_payment").on(t.gateway, t.paymentKey),
    index("strays_order").on(t.gatewayOrderId),
  ],
);

export type Stray = typeof strays.$inferSelect;
