/** How a card or a bank account refuses a charge. */
export type Decline = {
  code: string;
  declineCode: string | null;
  message: string;
  /** The parameter that was typed wrong. */
  param?: string | undefined;
};

/** A card number that always behaves the same way, and the ids a server can use for it. */
export type TestCard = {
  number: string;
  ids: readonly string[];
  brand: "visa" | "mastercard" | "amex" | "discover" | "diners" | "jcb" | "unionpay";
  ko: string;
  en: string;
  challenge?: true;
  decline?: Decline;
  refund?: "pending" | "fails";
  dispute?: "chargeback" | "inquiry";
};

const cardDeclined = (declineCode: string, message = "Your card was declined."): Decline => ({
  code: "card_declined",
  declineCode,
  message,
});

/** A real card: declined in test mode, and its number is not stored. */
export const liveCard: Decline = cardDeclined(
  "test_mode_live_card",
  "Your card was declined. Your request was in test mode, but used a non test (live) card. For a list of valid test cards, visit: https://stripe.com/docs/testing.",
);

export const testCards: readonly [TestCard, ...TestCard[]] = [
  { number: "4242424242424242", ids: ["pm_card_visa"], brand: "visa", ko: "정상 승인", en: "Succeeds" },
  {
    number: "4000056655665556",
    ids: ["pm_card_visa_debit"],
    brand: "visa",
    ko: "정상 승인 (비자 체크)",
    en: "Succeeds (Visa debit)",
  },
  {
    number: "5555555555554444",
    ids: ["pm_card_mastercard"],
    brand: "mastercard",
    ko: "정상 승인 (마스터카드)",
    en: "Succeeds (Mastercard)",
  },
  {
    number: "378282246310005",
    ids: ["pm_card_amex"],
    brand: "amex",
    ko: "정상 승인 (아메리칸 익스프레스)",
    en: "Succeeds (American Express)",
  },
  {
    number: "3566002020360505",
    ids: ["pm_card_jcb"],
    brand: "jcb",
    ko: "정상 승인 (JCB)",
    en: "Succeeds (JCB)",
  },
  {
    number: "6200000000000005",
    ids: ["pm_card_unionpay"],
    brand: "unionpay",
    ko: "정상 승인 (유니온페이)",
    en: "Succeeds (UnionPay)",
  },
  {
    number: "4000000000003220",
    ids: ["pm_card_threeDSecure2Required"],
    brand: "visa",
    ko: "본인 인증(3D 보안) 뒤 승인",
    en: "3-D Secure, then succeeds",
    challenge: true,
  },
  {
    number: "4000002760003184",
    ids: ["pm_card_authenticationRequired"],
    brand: "visa",
    ko: "항상 본인 인증(3D 보안)",
    en: "3-D Secure every time",
    challenge: true,
  },
  {
    number: "4000002500003155",
    ids: ["pm_card_authenticationRequiredOnSetup"],
    brand: "visa",
    ko: "저장하지 않은 카드라 본인 인증(3D 보안)",
    en: "3-D Secure unless set up before",
    challenge: true,
  },
  {
    number: "4000008400001629",
    ids: ["pm_card_threeDSecureRequiredChargeDeclined"],
    brand: "visa",
    ko: "본인 인증(3D 보안)은 되지만 승인 거절",
    en: "3-D Secure passes, then declined",
    challenge: true,
    decline: cardDeclined("generic_decline"),
  },
  {
    number: "4000000000003055",
    ids: ["pm_card_threeDSecureOptional"],
    brand: "visa",
    ko: "본인 인증 없이 승인",
    en: "3-D Secure possible, not asked for",
  },
  {
    number: "4000000000000002",
    ids: ["pm_card_visa_chargeDeclined", "pm_card_chargeDeclined"],
    brand: "visa",
    ko: "승인 거절",
    en: "Declined",
    decline: cardDeclined("generic_decline"),
  },
  {
    number: "4000000000009995",
    ids: ["pm_card_visa_chargeDeclinedInsufficientFunds", "pm_card_chargeDeclinedInsufficientFunds"],
    brand: "visa",
    ko: "잔액 부족",
    en: "Insufficient funds",
    decline: cardDeclined("insufficient_funds", "Your card has insufficient funds."),
  },
  {
    number: "4000000000009987",
    ids: ["pm_card_visa_chargeDeclinedLostCard", "pm_card_chargeDeclinedLostCard"],
    brand: "visa",
    ko: "분실 카드",
    en: "Lost card",
    decline: cardDeclined("lost_card"),
  },
  {
    number: "4000000000009979",
    ids: ["pm_card_visa_chargeDeclinedStolenCard", "pm_card_chargeDeclinedStolenCard"],
    brand: "visa",
    ko: "도난 카드",
    en: "Stolen card",
    decline: cardDeclined("stolen_card"),
  },
  {
    number: "4000000000006975",
    ids: ["pm_card_visa_chargeDeclinedVelocityLimitExceeded", "pm_card_chargeDeclinedVelocityLimitExceeded"],
    brand: "visa",
    ko: "한도 초과",
    en: "Used too often",
    decline: cardDeclined(
      "card_velocity_exceeded",
      "Your card was declined for making repeated attempts too frequently or exceeding its amount limit.",
    ),
  },
  {
    number: "4000000000000069",
    ids: ["pm_card_chargeDeclinedExpiredCard"],
    brand: "visa",
    ko: "유효 기간 지남",
    en: "Expired card",
    decline: {
      code: "expired_card",
      declineCode: null,
      message: "Your card has expired.",
      param: "exp_month",
    },
  },
  {
    number: "4000000000000127",
    ids: ["pm_card_chargeDeclinedIncorrectCvc"],
    brand: "visa",
    ko: "보안 코드(CVC) 틀림",
    en: "Incorrect CVC",
    decline: {
      code: "incorrect_cvc",
      declineCode: null,
      param: "cvc",
      message: "Your card's security code is incorrect.",
    },
  },
  {
    number: "4000000000000119",
    ids: ["pm_card_chargeDeclinedProcessingError"],
    brand: "visa",
    ko: "처리 오류",
    en: "Processing error",
    decline: {
      code: "processing_error",
      declineCode: "generic_decline",
      message: "An error occurred while processing your card. Try again in a little bit.",
    },
  },
  {
    number: "4000000000000341",
    ids: ["pm_card_chargeCustomerFail"],
    brand: "visa",
    ko: "등록은 되지만 승인 거절",
    en: "Can be saved, then declined",
    decline: cardDeclined("generic_decline"),
  },
  {
    number: "4000000000007726",
    ids: ["pm_card_pendingRefund"],
    brand: "visa",
    ko: "승인, 환불은 하루 뒤 완료",
    en: "Succeeds; a refund waits for a day",
    refund: "pending",
  },
  {
    number: "4000000000005126",
    ids: ["pm_card_refundFail"],
    brand: "visa",
    ko: "승인, 환불은 하루 뒤 실패",
    en: "Succeeds; a refund fails a day later",
    refund: "fails",
  },
  {
    number: "4000000000000259",
    ids: ["pm_card_createDispute"],
    brand: "visa",
    ko: "승인, 곧바로 이의 제기(차지백)",
    en: "Succeeds; then its holder disputes it",
    dispute: "chargeback",
  },
  {
    number: "4000000000001976",
    ids: ["pm_card_createDisputeInquiry"],
    brand: "visa",
    ko: "승인, 곧바로 카드사 문의",
    en: "Succeeds; then its bank inquires",
    dispute: "inquiry",
  },
];

export function findTestCard(number: string | null): TestCard | undefined {
  return testCards.find((card) => card.number === number);
}

export function findTestCardById(id: string): TestCard | undefined {
  return testCards.find(({ ids }) => ids.includes(id));
}
