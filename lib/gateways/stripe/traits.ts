import type { Currency } from "../../money";
import { seoulDayEnds } from "../../seoul";
import type { Paid, RefundTerms, Traits } from "../traits";

export const stripe: Traits = {
  label: "Stripe",
  // Source: https://docs.stripe.com/dashboard/basics, "Copy the URL of a payment".
  consolePage: (paymentKey, live) =>
    `https://dashboard.stripe.com/${live ? "" : "test/"}payments/${encodeURIComponent(paymentKey)}`,
  bankNames: ["stripe", "스트라이프"],
  paysUnasked: true,
  waitsForBanks: true,
  takesTypedCards: true,
  tellsOfDisputes: true,
  isKoreanCards: false,
  splitsTax: false,
  mayLeaveAcquisition: false,
  takesReceipt: () => false,
  limitsOf: (currency) => limits[currency],
  refusesAmount: (code) => code.startsWith("amount_too_"),
  refundRulesOf: () => "stripe",
  refundTermsOf,
  // Five to ten business days until the bank shows it; a bank debit takes about as long. Sources:
  // https://support.stripe.com/questions/customer-refund-processing-time,
  // https://support.stripe.com/questions/refunds-with-ach-payments.
  arrivalOf: ({ method }) => (method === "TRANSFER" ? "stripe_bank" : "stripe_card"),
};

/**
 * Cards have no time limit in Stripe's API, and parts are always possible. ACH debits are refunded for 180 days. Sources:
 * https://docs.stripe.com/refunds, https://support.stripe.com/questions/refunds-for-ach-direct-debit-payments.
 */
function refundTermsOf({ approvedAt, detail }: Paid): RefundTerms {
  const isAchDebit = approvedAt !== null && detail.method === "us_bank_account";
  return {
    window: isAchDebit ? { rule: "days", days: 180, until: seoulDayEnds(approvedAt, 180) } : null,
    mayFailAfter: null,
    wholeOnly: null,
    leastPart: 0,
  };
}

/** Source: Stripe docs, "Minimum and maximum charge amounts". */
const limits: Record<Currency, { min: number; max: number }> = {
  KRW: { min: 100, max: 99_999_999 },
  USD: { min: 50, max: 99_999_999 },
};
