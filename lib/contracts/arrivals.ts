/** How a refund is paid out, which determines when the shopper can expect it. */
export const arrivals = [
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

export type ArrivalKind = (typeof arrivals)[number];
