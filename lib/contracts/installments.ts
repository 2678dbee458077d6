/**
 * The Korean card companies, by Toss's codes, that installments without interest can be agreed with. Source:
 * docs.tosspayments.com/codes/org-codes
 */
export const cardCompanies = [
  "11",
  "15",
  "21",
  "24",
  "30",
  "31",
  "33",
  "34",
  "35",
  "36",
  "37",
  "38",
  "39",
  "3A",
  "3K",
  "41",
  "42",
  "46",
  "51",
  "61",
  "62",
  "71",
  "91",
  "W1",
] as const;
export type CardCompany = (typeof cardCompanies)[number];

/** The most months Toss takes. Source: Toss SDK v2, `freeInstallmentPlans`. */
export const maxInstallmentMonths = 12;

/** The numbers of months for which the shop pays the interest of this company's cards, ascending. */
export type FreeInstallments = { company: CardCompany; months: number[] };
