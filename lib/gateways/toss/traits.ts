import type { ArrivalKind } from "../../contracts/arrivals";
import { amountLimits } from "../../contracts/methods";
import { seoulDay } from "../../seoul";
import type { Paid, Traits } from "../traits";

export const toss: Traits = {
  label: "Toss",
  paysUnasked: false,
  waitsForBanks: false,
  // A shopper authenticates in their card company's app.
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
 * A card's charge that its company has not taken in yet is undone at once: all of it, on the day it was made. Later, or a
 * part of it, takes three to four business days, and up to seven until a debit card shows it. A transfer goes back at once
 * to where it came from; a deposit within two business days, nine days where the bank must check, and it is given back when
 * that is over; a phone's charge comes off the bill at once, in the month it was made and no later. A wallet's own money
 * goes back at once, a card inside it as any card. Source: https://docs.tosspayments.com/guides/v2/cancel-payment; seven
 * days: what Korean shops and Toss's own wallet tell.
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
      // A deposit's refund is done when its bank has paid it.
      return doneAt ? "account_paid" : "account";
    case "MOBILE":
      return "phone_bill";
  }
}

/** True of a charge that goes back whole on the day it was made: no card company has taken it in yet. */
const isUndone = ({ captured, approvedAt }: Paid, amount: number, doneAt: Date | null) =>
  doneAt !== null && approvedAt !== null && amount >= captured && seoulDay(approvedAt) === seoulDay(doneAt);
