import { type ErrorCode, type Language, type Refusal, refuse } from "../errors";
import type { Payment } from "../payment";
import { findCardCompany } from "./companies";
import { findTestCard, testCards } from "./testCards";

export interface CardChoice {
  method: "CARD";
  /** The card company's code. */
  company: string;
  installmentMonths: number;
  testCard: string;
}

export interface CardWish {
  company?: string | undefined;
  installmentMonths?: number | undefined;
  testCard?: string | undefined;
}

export const INSTALLMENTS_FROM_AMOUNT = 50_000;
export const installmentPlans: readonly number[] = [0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

export function plansFor(amount: number): readonly number[] {
  return amount >= INSTALLMENTS_FROM_AMOUNT ? installmentPlans : [0];
}

export function chooseCard(amount: number, wish: CardWish): CardChoice | Refusal {
  const company = findCardCompany(wish.company ?? "SHINHAN");
  const testCard = findTestCard(wish.testCard ?? testCards[0].id);
  const installmentMonths = wish.installmentMonths ?? 0;
  if (!company || !testCard) return refuse("INVALID_REQUEST");
  if (!installmentPlans.includes(installmentMonths)) return refuse("INVALID_CARD_INSTALLMENT_PLAN");
  if (!plansFor(amount).includes(installmentMonths)) {
    return refuse("NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT");
  }
  return { method: "CARD", company: company.code, installmentMonths, testCard: testCard.id };
}

/** Why the card company stops the buyer in the window, if it does. */
export function refusalAtAuthentication({ testCard }: CardChoice): ErrorCode | null {
  return findTestCard(testCard)?.refusedAtAuthentication ?? null;
}

/** Why the card company declines the confirmation, if it does. */
export function declineAtConfirm(payment: Payment, { testCard }: CardChoice): ErrorCode | null {
  if (payment.currency === "KRW" && payment.amount < 100) return "BELOW_MINIMUM_AMOUNT";
  return findTestCard(testCard)?.declinedAtConfirm ?? null;
}

export function printCard(payment: Payment, choice: CardChoice, language: Language) {
  return {
    amount: payment.amount,
    issuerCode: choice.company,
    acquirerCode: choice.company,
    number: findTestCard(choice.testCard)?.number ?? testCards[0].number,
    installmentPlanMonths: choice.installmentMonths,
    approveNo: "00000000",
    useCardPoint: false,
    cardType: language === "en" ? "CREDIT" : "신용",
    ownerType: language === "en" ? "PERSONAL" : "개인",
    acquireStatus: "READY",
    isInterestFree: false,
    interestPayer: null,
  };
}
