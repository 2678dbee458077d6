/** The events of an order that decide what its shopper reads on its page. All others are for the desk. */
export const shopperEvents = [
  "order_expired",
  "order_canceled",
  "payment_paid",
  "deposit_reversed",
  "person_erased",
] as const;

export type ShopperEvent = (typeof shopperEvents)[number];

export type TimelineEntry = {
  /** ISO 8601. */
  at: string;
  kind: ShopperEvent;
};
