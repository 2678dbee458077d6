import type { z } from "zod";
import { randomText, seoulDateTime } from "../../kit/text";
import { refuse } from "../errors";
import { limits } from "../rules";
import { carrierCodes } from "./carriers";
import type { MobileChoice } from "./choices";
import { type Method, settlementStatus } from "./method";
import { findOutcome, mobilePhoneOutcomes } from "./outcomes";
import type { MobileWish } from "./wishes";

/** The amount is added to the buyer's phone bill of this month. */
export const mobilePhone: Method<MobileChoice, z.output<typeof MobileWish>> = {
  ko: "휴대폰",
  en: "MOBILE_PHONE",
  refundDays: null,

  choose(wish) {
    const offered = wish.carriers ?? carrierCodes;
    const carrier = wish.carrier ?? offered[0];
    const outcome = findOutcome(wish.outcome, mobilePhoneOutcomes);
    if (!outcome || !carrier || !offered.includes(carrier)) return refuse("INVALID_REQUEST");
    return { method: "MOBILE_PHONE", carrier, phone: wish.phone ?? someNumber(), outcome: outcome.id };
  },

  refusalAtAuthentication: ({ outcome }) =>
    findOutcome(outcome, mobilePhoneOutcomes)?.refusedAtAuthentication ?? null,

  declineAtConfirm({ amount }, { outcome }, spentThisMonth) {
    if (amount < limits.MOBILE_PHONE.from) return "BELOW_MINIMUM_AMOUNT";
    if (spentThisMonth + amount > limits.MOBILE_PHONE.to) return "EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT";
    return findOutcome(outcome, mobilePhoneOutcomes)?.declinedAtConfirm ?? null;
  },

  refusalToGiveBack(payment, amount, now) {
    if (payment.approvedAt !== null && monthOf(payment.approvedAt) !== monthOf(now)) {
      return "EXCEED_MAX_REFUND_DUE";
    }
    return amount < payment.amount ? "NOT_ALLOWED_PARTIAL_REFUND" : null;
  },

  print: (payment, { phone }, _, { origin, paidOut }) => ({
    mobilePhone: {
      customerMobilePhone: phone,
      settlementStatus: settlementStatus(paidOut),
      receiptUrl: `${origin}/receipt/redirection?transactionId=${payment.id}&ref=MB`,
    },
  }),
};

/** A fresh number for each payment that names none, since each number has a monthly limit. */
function someNumber(): string {
  return `010${randomText(8, "0123456789")}`;
}

/** The calendar month in Seoul, which phone bills go by. */
export function monthOf(instant: number): string {
  return seoulDateTime(instant).slice(0, 7);
}
