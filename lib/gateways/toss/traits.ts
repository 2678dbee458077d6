import type { ArrivalKind } from "../../contracts/arrivals";
import { amountLimits } from "../../contracts/methods";
import { seoulDay } from "../../seoul";
import type { Paid, Traits } from "../traits";

export const toss: Traits = {
  label: "Toss",
  paysUnasked: false,
  waitsForBanks: false,
  // Shoppers authenticate in their card issuer's app.
  takesTypedCards: false,
  tellsOfDisputes: false,
  isKoreanCards: true,
  limitsOf: (currency) => (currency === "KRW" ? { min: least } : undefined),
  refusesAmount: () => false,
  refundRulesOf: (method) => `toss_${method}`,
  arrivalOf,
};

/** In won, by the method that takes the smallest amount. */
const least = Math.min(...Object.values(amountLimits).map(({ min }) => min));

/**
 * A card charge the issuer has not processed yet is reversed at once, if refunded in full on the day it was made. Later
 * refunds, and partial ones, take three to four business days, and up to seven until a debit card shows them. A
 * transfer is returned at once to the account it came from. A deposit takes two business days, nine days if the bank
 * must check; its refund is done only after that. A phone charge is taken off the bill at once, only within the month
 * it was made. Wallet money returns at once; a card in a wallet behaves like any card. Source:
 * https://docs.tosspayments.com/guides/v2/cancel-payment; seven days: what Korean shops and Toss's own wallet say.
 */
function arrivalOf(payment: Paid, amount: number, doneAt: Date | null): ArrivalKind {
  const { method, detail } = payment;
  switch (method) {
    case "CARD":
      return isUndone(payment, amount, doneAt) ? "card_reversed" : "card";
    case "EASY_PAY":
      if (!detail.card) return "wallet";
      return isUndone(payment, amount, doneAt) ? "card_reversed" : "wallet_card";
    case "TRANSFER":
      return "transfer";
    case "VIRTUAL_ACCOUNT":
      // A deposit's refund is done once the bank has paid it.
      return doneAt ? "account_paid" : "account";
    case "MOBILE":
      return "phone_bill";
  }
}

/** Whether a charge is refunded in full on the day it was made, before the issuer has processed it. */
const isUndone = ({ captured, approvedAt }: Paid, amount: number, doneAt: Date | null) =>
  doneAt !== null && approvedAt !== null && amount >= captured && seoulDay(approvedAt) === seoulDay(doneAt);
