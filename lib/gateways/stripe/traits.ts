import type { Currency } from "../../money";
import type { Traits } from "../traits";

export const stripe: Traits = {
  label: "Stripe",
  paysUnasked: true,
  waitsForBanks: true,
  takesTypedCards: true,
  tellsOfDisputes: true,
  isKoreanCards: false,
  limitsOf: (currency) => limits[currency],
  refusesAmount: (code) => code.startsWith("amount_too_"),
  refundRulesOf: () => "stripe",
  // Five to ten business days until the bank shows it; a bank debit takes about as long. Sources:
  // https://support.stripe.com/questions/customer-refund-processing-time,
  // https://support.stripe.com/questions/refunds-with-ach-payments.
  arrivalOf: ({ method }) => (method === "TRANSFER" ? "stripe_bank" : "stripe_card"),
};

/** Source: Stripe docs, "Minimum and maximum charge amounts". */
const limits: Record<Currency, { min: number; max: number }> = {
  KRW: { min: 100, max: 99_999_999 },
  USD: { min: 50, max: 99_999_999 },
};
