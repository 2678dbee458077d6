import type { Outcome } from "./outcome";

/** A card that always behaves the same way. */
export type TestCard = Outcome & {
  number: string;
};

export const testCards: readonly [TestCard, ...TestCard[]] = [
  { id: "approve", ko: "정상 승인", en: "Approved", number: "43301234****123*" },
  {
    id: "insufficient_balance",
    ko: "잔액 부족 (승인할 때 거절)",
    en: "Balance too low (declined at confirm)",
    number: "43301234****402*",
    declinedAtConfirm: "REJECT_CARD_PAYMENT",
  },
  {
    id: "limit_exceeded",
    ko: "하루 횟수 초과 (승인할 때 거절)",
    en: "Daily limit used up (declined at confirm)",
    number: "43301234****429*",
    declinedAtConfirm: "EXCEED_MAX_DAILY_PAYMENT_COUNT",
  },
  {
    id: "lost_or_stolen",
    ko: "분실·도난 카드 (승인할 때 거절)",
    en: "Lost or stolen (declined at confirm)",
    number: "43301234****410*",
    declinedAtConfirm: "INVALID_CARD_LOST_OR_STOLEN",
  },
  {
    id: "issuer_refused",
    ko: "카드사 거절 (인증할 때 거절)",
    en: "Refused by the card company (at authentication)",
    number: "43301234****403*",
    refusedAtAuthentication: "REJECT_CARD_COMPANY",
  },
];

export function findTestCard(id: string): TestCard | undefined {
  return testCards.find((card) => card.id === id);
}
