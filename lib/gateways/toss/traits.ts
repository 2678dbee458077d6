import type { Acquisition } from "../../contracts/acquisition";
import type { GatewayArrival } from "../../contracts/arrivals";
import { amountLimits } from "../../contracts/methods";
import { seoulDay, seoulDayEnds, seoulMonthEnds } from "../../seoul";
import type { Contract, Paid, RefundTerms, RefundWindow, Traits, WholeOnly } from "../traits";

export const toss: Traits = {
  label: "Toss",
  // Its console documents no address of a single payment; the key is searched for there.
  consolePage: () => undefined,
  bankNames: ["토스페이", "tosspay"],
  paysUnasked: false,
  waitsForBanks: false,
  // Shoppers authenticate in their card issuer's app.
  takesTypedCards: false,
  tellsOfDisputes: false,
  isKoreanCards: true,
  splitsTax: true,
  mayLeaveAcquisition: true,
  // A card company or a wallet reports its own payments to the tax office.
  takesReceipt: (method) => method === "TRANSFER" || method === "VIRTUAL_ACCOUNT",
  limitsOf: (currency) => (currency === "KRW" ? { min: least } : undefined),
  refusesAmount: () => false,
  refundRulesOf: (method) => `toss_${method}`,
  refundTermsOf,
  arrivalOf,
};

/** In won, by the method that takes the smallest amount. */
const least = Math.min(...Object.values(amountLimits).map(({ min }) => min));

/**
 * A phone charge is refunded in the calendar month it was made, by the carriers' rule, a transfer for 180 days, a deposit
 * for as long as the contract says, usually 365. A card has no limit, but a refund may fail after a year. How Toss counts
 * days is not documented; a window closes here at the end of its last day in Seoul, and Toss declines what it sees
 * otherwise. A part must not be smaller than an instant discount. Source:
 * https://docs.tosspayments.com/guides/v2/cancel-payment, error code EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT.
 */
function refundTermsOf(payment: Paid, contract: Contract): RefundTerms {
  const { approvedAt } = payment;
  return {
    window: approvedAt && windowOf(payment, approvedAt, contract),
    mayFailAfter: approvedAt && isByCard(payment) ? seoulDayEnds(approvedAt, 365) : null,
    wholeOnly: wholeOnlyOf(payment),
    leastPart: payment.detail.instantDiscount ?? 0,
  };
}

function windowOf({ method }: Paid, approvedAt: Date, { depositRefundDays }: Contract): RefundWindow | null {
  const lasting = (days: number): RefundWindow => ({
    rule: "days",
    days,
    until: seoulDayEnds(approvedAt, days),
  });
  switch (method) {
    case "MOBILE":
      return { rule: "month", until: seoulMonthEnds(approvedAt) };
    case "TRANSFER":
      return lasting(180);
    case "VIRTUAL_ACCOUNT":
      return lasting(depositRefundDays);
    case "CARD":
    case "EASY_PAY":
      return null;
  }
}

/**
 * Toss says of each payment whether parts can be refunded. Carriers take off a whole charge only, so a phone charge is
 * refunded in part only if Toss says that it can be. A card that paid for tax-exempt goods is refunded as a whole. Source:
 * Toss core API, `isPartialCancelable`, and its cancel guide on `taxExemptionAmount`.
 */
function wholeOnlyOf(payment: Paid): WholeOnly | null {
  const { takesParts, taxExempt = 0 } = payment.detail;
  if (taxExempt > 0 && isByCard(payment)) return "tax_exempt";
  if (payment.method === "MOBILE") return takesParts ? null : "method";
  return takesParts === false ? "payment" : null;
}

/** Whether a card paid, by itself or in a wallet. */
const isByCard = ({ method, detail }: Paid) => method === "CARD" || Boolean(detail.card);

/**
 * A card charge the issuer has not processed yet is reversed at once, if refunded in full on the day it was made. Later
 * refunds, and partial ones, take three to four business days, and up to seven until a debit card shows them. A
 * transfer is returned at once to the account it came from. A deposit takes two business days, nine days if the bank
 * must check; its refund is done only after that. A phone charge is taken off the bill at once, only within the month
 * it was made. Wallet money returns at once; a card in a wallet behaves like any card. Source:
 * https://docs.tosspayments.com/guides/v2/cancel-payment; seven days: what Korean shops and Toss's own wallet say.
 */
function arrivalOf(payment: Paid, amount: number, doneAt: Date | null): GatewayArrival {
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

/** A shop that has its payments acquired itself may do so on the day they are made. */
const acquiredStates: ReadonlySet<Acquisition | undefined> = new Set([
  "asked",
  "requested",
  "completed",
  "cancel_requested",
]);

/** Whether a charge is refunded in full on the day it was made, before the issuer has processed or acquired it. */
const isUndone = ({ captured, approvedAt, detail }: Paid, amount: number, doneAt: Date | null) =>
  !acquiredStates.has(detail.card?.acquisition) &&
  doneAt !== null &&
  approvedAt !== null &&
  amount >= captured &&
  seoulDay(approvedAt) === seoulDay(doneAt);
