import type { z } from "zod";
import { type Language, type Refusal, refuse } from "../errors";
import type { Payment } from "../payment";
import { installmentPlans, installmentsFromAmount, instantDiscountMax, limits } from "../rules";
import { acquireStatus } from "./acquisition";
import type { CardChoice } from "./choices";
import { findCardCompany } from "./companies";
import type { Method } from "./method";
import { findTestCard, testCards } from "./test-cards";
import type { CardWish, FreePlan } from "./wishes";

export const card: Method<CardChoice, z.output<typeof CardWish>> = {
  ko: "카드",
  en: "CARD",
  refundDays: null,

  choose(wish, amount) {
    const company = findCardCompany(wish.company ?? "SHINHAN");
    const testCard = findTestCard(wish.testCard ?? testCards[0].id);
    const installmentMonths = wish.installmentMonths ?? 0;
    if (!company || !testCard) return refuse("INVALID_REQUEST");
    const refused = refusalOfPlan(installmentMonths, amount, wish.installmentMonthsMax);
    if (refused) return refused;
    const appCard = wish.appCard ?? false;
    const discount = wish.instantDiscount ? instantDiscountOf(amount) : 0;
    const interestFree = isInterestFree(wish.freeInstallmentPlans, company.code, installmentMonths);
    return {
      method: "CARD",
      company: company.code,
      installmentMonths,
      testCard: testCard.id,
      appCard,
      discount,
      interestFree,
      cardPoints: wish.cardPoints ?? false,
    };
  },

  refusalAtAuthentication: ({ testCard }) => findTestCard(testCard)?.refusedAtAuthentication ?? null,

  declineAtConfirm(payment, { testCard }) {
    if (payment.currency === "KRW" && payment.amount < limits.CARD.from) return "BELOW_MINIMUM_AMOUNT";
    return findTestCard(testCard)?.declinedAtConfirm ?? null;
  },

  refusalToGiveBack(payment, amount) {
    const least = discountLeft(payment);
    return amount < least && amount < payment.balance ? "EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT" : null;
  },

  print: (payment, choice, language, { now }) => ({
    card: printCard(payment, payment.amount, choice, language, now),
    discount: choice.discount > 0 ? { amount: choice.discount } : null,
  }),
};

/** A tenth of the amount, at most this many won. The emulator's choice: card companies have events of their own. */
export function instantDiscountOf(amount: number): number {
  return Math.min(instantDiscountMax, Math.floor(amount / 10));
}

/** What of an instant discount was not taken back: the first cancel takes back all of it. */
export function discountLeft({ choice, cancels }: Payment): number {
  return choice?.method === "CARD" && cancels.length === 0 ? (choice.discount ?? 0) : 0;
}

/** Whether the shop pays the interest of these installments with this company's cards. */
export function isInterestFree(
  plans: readonly FreePlan[] | null | undefined,
  company: string,
  months: number,
): boolean {
  const isPlan = (plan: FreePlan) =>
    findCardCompany(plan.company)?.code === company && plan.months.includes(months);
  return months > 0 && (plans ?? []).some(isPlan);
}

export function plansFor(amount: number, most?: number | null): readonly number[] {
  if (amount < installmentsFromAmount) return [0];
  return installmentPlans.filter((months) => months <= (most ?? Number.POSITIVE_INFINITY));
}

export function refusalOfPlan(months: number, amount: number, most?: number | null): Refusal | null {
  if (!installmentPlans.includes(months)) return refuse("INVALID_CARD_INSTALLMENT_PLAN");
  if (months > (most ?? months)) return refuse("EXCEED_MAX_CARD_INSTALLMENT_PLAN");
  if (plansFor(amount).includes(months)) return null;
  return refuse("NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT");
}

/** The card's part of a payment: all of it, or what a wallet's points leave. */
export function printCard(
  payment: Payment,
  amount: number,
  choice: Pick<CardChoice, "company" | "installmentMonths" | "interestFree" | "cardPoints"> & {
    testCard?: string;
  },
  language: Language,
  now: number,
) {
  return {
    amount,
    issuerCode: choice.company,
    acquirerCode: choice.company,
    number: findTestCard(choice.testCard ?? "")?.number ?? testCards[0].number,
    installmentPlanMonths: choice.installmentMonths,
    approveNo: "00000000",
    useCardPoint: choice.cardPoints ?? false,
    cardType: language === "en" ? "CREDIT" : "신용",
    ownerType: language === "en" ? "PERSONAL" : "개인",
    acquireStatus: acquireStatus(payment, now),
    isInterestFree: choice.interestFree ?? false,
    interestPayer: choice.installmentMonths === 0 ? null : choice.interestFree ? "MERCHANT" : "BUYER",
  };
}
