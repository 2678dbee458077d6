/** How money comes back, by which its shopper is told when to expect it. */
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
