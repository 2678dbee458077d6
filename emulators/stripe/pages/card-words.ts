import type { Language } from "../../kit/text";
import type { CardField, CardProblem } from "./card-form";

const korean = {
  form: "카드 정보",
  fields: { number: "카드 번호", expiry: "유효 기간", cvc: "보안 코드" } satisfies Record<CardField, string>,
  expiryHint: "월 / 년",
  problems: {
    incomplete_number: "카드 번호를 끝까지 입력하세요.",
    invalid_number: "카드 번호가 올바르지 않습니다.",
    incomplete_expiry: "유효 기간을 끝까지 입력하세요.",
    invalid_expiry_year_past: "유효 기간의 연도가 지났습니다.",
    invalid_expiry_month_past: "유효 기간이 지났습니다.",
    incomplete_cvc: "보안 코드를 끝까지 입력하세요.",
  } satisfies Record<CardProblem, string>,
  testCards: "테스트 카드",
  testCardsHelp: "누르면 번호가 채워집니다.",
  moreTestCards: "다른 테스트 카드",
  declines: {
    generic_decline: "카드사가 승인을 거절했습니다. 다른 카드로 결제하세요.",
    test_mode_live_card: "테스트 카드가 아닙니다. 연습에서는 테스트 카드로만 결제할 수 있습니다.",
    insufficient_funds: "카드의 잔액이 부족합니다. 다른 카드로 결제하세요.",
    lost_card: "카드사가 승인을 거절했습니다. 다른 카드로 결제하세요.",
    stolen_card: "카드사가 승인을 거절했습니다. 다른 카드로 결제하세요.",
    card_velocity_exceeded: "카드의 한도나 횟수를 넘었습니다. 다른 카드로 결제하세요.",
    expired_card: "유효 기간이 지난 카드입니다.",
    incorrect_cvc: "보안 코드가 맞지 않습니다.",
    incorrect_number: "카드 번호가 올바르지 않습니다.",
    processing_error: "카드를 처리하는 중에 문제가 생겼습니다. 잠시 뒤에 다시 시도하세요.",
    payment_intent_authentication_failure:
      "본인 인증에 실패했습니다. 다시 시도하거나 다른 카드로 결제하세요.",
  } as Record<string, string>,
};

const english: typeof korean = {
  form: "Card details",
  fields: { number: "Card number", expiry: "Expiry date", cvc: "Security code" },
  expiryHint: "MM / YY",
  problems: {
    incomplete_number: "Enter the whole card number.",
    invalid_number: "This card number is not valid.",
    incomplete_expiry: "Enter the whole expiry date.",
    invalid_expiry_year_past: "The expiry year is in the past.",
    invalid_expiry_month_past: "The card has expired.",
    incomplete_cvc: "Enter the whole security code.",
  },
  testCards: "Test cards",
  testCardsHelp: "Press one to fill in its number.",
  moreTestCards: "More test cards",
  declines: {
    generic_decline: "The card was declined. Try another card.",
    test_mode_live_card: "This is not a test card. Only test cards can be used for practice.",
    insufficient_funds: "The card does not have enough money. Try another card.",
    lost_card: "The card was declined. Try another card.",
    stolen_card: "The card was declined. Try another card.",
    card_velocity_exceeded: "The card was used too often or beyond its limit. Try another card.",
    expired_card: "The card has expired.",
    incorrect_cvc: "The security code is incorrect.",
    incorrect_number: "The card number is incorrect.",
    processing_error: "Something went wrong with the card. Try again in a moment.",
    payment_intent_authentication_failure: "The authentication failed. Try again, or use another card.",
  },
};

export const cardWords: Record<Language, typeof korean> = { ko: korean, en: english };

/** A decline in the reader's language, or in the gateway's own words if we have no translation. */
export function describeDecline(
  failure: {
    code?: string | null | undefined;
    declineCode?: string | null | undefined;
    message?: string | undefined;
  },
  language: Language,
): string {
  const { declines } = cardWords[language];
  return (
    declines[failure.declineCode ?? ""] ??
    declines[failure.code ?? ""] ??
    failure.message ??
    declines.generic_decline ??
    ""
  );
}
