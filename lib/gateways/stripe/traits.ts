import type { Traits } from "../traits";

export const stripe: Traits = {
  label: "Stripe",
  paysUnasked: true,
  waitsForBanks: true,
  takesTypedCards: true,
  tellsOfDisputes: true,
  isKoreanCards: false,
  refundRulesOf: () => "stripe",
  // Five to ten business days until the bank shows it; a bank debit takes about as long.
  // Sources: https://support.stripe.com/questions/customer-refund-processing-time,
  // https://support.stripe.com/questions/refunds-with-ach-payments.
  arrivalOf: ({ method }) => (method === "TRANSFER" ? "stripe_bank" : "stripe_card"),
};
