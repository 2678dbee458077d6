/** How a gateway pays out a refund, which determines when the shopper can expect it. */
const gatewayArrivals = [
  "card_reversed",
  "card",
  "wallet",
  "wallet_card",
  "transfer",
  "account",
  "account_paid",
  "phone_bill",
  "stripe_card",
  "stripe_bank",
] as const;

export type GatewayArrival = (typeof gatewayArrivals)[number];

/**
 * arranged: the gateway no longer refunds the payment, so the shop arranges it with the shopper. released: the bank only
 * holds the money, so nothing was charged.
 */
export const arrivals = [...gatewayArrivals, "arranged", "released"] as const;

export type ArrivalKind = (typeof arrivals)[number];
