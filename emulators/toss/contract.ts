import { businessDaysAfter, daysAfter, lastOfMonth, sundayOf } from "./calendar";

export const cycles = ["daily", "weekly", "monthly"] as const;
export const acquisitions = ["automatic", "manual"] as const;

/** What a merchant agreed with the gateway about its pay-outs; `rules.ts` has the fees. */
export type Contract = {
  /** What a pay-out collects. */
  cycle: (typeof cycles)[number];
  /** How many business days after the end of the cycle the money arrives, not counting the day that follows it. */
  businessDays: number;
  /** Whether card payments are acquired by themselves, or by `POST /v1/settlements`. */
  acquisition: (typeof acquisitions)[number];
};

/** With the two pay-outs that were observed: 2025-06-18, a Wednesday, → 06-25; 2023-11-25, a Saturday, → 11-30. */
export const usualContract: Contract = { cycle: "daily", businessDays: 4, acquisition: "automatic" };

/** The dates of a row for a movement on this day. Source: docs.tosspayments.com/common/apis/settlements */
export function settlementDates({ cycle, businessDays }: Contract, day: string) {
  const soldDate = { daily: day, weekly: sundayOf(day), monthly: lastOfMonth(day) }[cycle];
  return { soldDate, paidOutDate: businessDaysAfter(daysAfter(soldDate, 1), businessDays) };
}
