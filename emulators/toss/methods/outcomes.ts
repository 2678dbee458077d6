import type { Choice } from "./choices";
import type { Outcome, Outcomes } from "./outcome";
import { testCards } from "./test-cards";

const approve: Outcome = { id: "approve", ko: "정상 승인", en: "Approved" };

export const transferOutcomes: Outcomes = [
  approve,
  {
    id: "insufficient_balance",
    ko: "잔액 부족 (승인할 때 거절)",
    en: "Balance too low (declined at confirm)",
    declinedAtConfirm: "REJECT_ACCOUNT_PAYMENT",
  },
  {
    id: "daily_limit",
    ko: "하루 출금 한도 초과 (승인할 때 거절)",
    en: "Daily limit used up (declined at confirm)",
    declinedAtConfirm: "EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT",
  },
  {
    id: "one_time_limit",
    ko: "1회 출금 한도 초과 (승인할 때 거절)",
    en: "Above the limit of one withdrawal (declined at confirm)",
    declinedAtConfirm: "EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT",
  },
  {
    id: "new_account",
    ko: "등록한 지 12시간 안 된 계좌 (승인할 때 거절)",
    en: "Account registered within 12 hours (declined at confirm)",
    declinedAtConfirm: "RESTRICTED_TRANSFER_ACCOUNT",
  },
  {
    id: "bank_closed",
    ko: "은행 점검 시간 (인증할 때 거절)",
    en: "Bank closed (at authentication)",
    refusedAtAuthentication: "NOT_AVAILABLE_BANK",
  },
];

export const mobilePhoneOutcomes: Outcomes = [
  approve,
  {
    id: "monthly_limit",
    ko: "이번 달 한도 초과 (승인할 때 거절)",
    en: "Monthly limit used up (declined at confirm)",
    declinedAtConfirm: "EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT",
  },
  {
    id: "carrier_trouble",
    ko: "통신사 일시 장애 (승인할 때 거절)",
    en: "Carrier out of order (declined at confirm)",
    declinedAtConfirm: "PROVIDER_ERROR",
  },
  {
    id: "too_many_attempts",
    ko: "인증 횟수 초과 (인증할 때 거절)",
    en: "Too many attempts (at authentication)",
    refusedAtAuthentication: "EXCEED_MAX_AUTH_COUNT",
  },
];

export const easyPayOutcomes: Outcomes = [
  approve,
  {
    id: "insufficient_balance",
    ko: "잔액 부족, 쓸 수 없는 계좌 (승인할 때 거절)",
    en: "Balance too low, unusable account (declined at confirm)",
    declinedAtConfirm: "REJECT_TOSSPAY_INVALID_ACCOUNT",
  },
  {
    id: "card_declined",
    ko: "카드 한도 초과 (승인할 때 거절)",
    en: "Card limit used up (declined at confirm)",
    declinedAtConfirm: "REJECT_CARD_PAYMENT",
  },
  {
    id: "points_refused",
    ko: "포인트 사용 불가 (승인할 때 거절)",
    en: "Points not accepted (declined at confirm)",
    declinedAtConfirm: "NOT_ALLOWED_POINT_USE",
  },
  {
    id: "suspicious",
    ko: "이상 거래 (승인할 때 거절)",
    en: "Suspicious transaction (declined at confirm)",
    declinedAtConfirm: "FDS_ERROR",
  },
  {
    id: "wrong_password",
    ko: "비밀번호 오류 (인증할 때 거절)",
    en: "Wrong password (at authentication)",
    refusedAtAuthentication: "INVALID_PASSWORD",
  },
];

export const virtualAccountOutcomes: Outcomes = [
  { id: "approve", ko: "계좌 발급", en: "Account issued" },
  {
    id: "bank_closed",
    ko: "은행 점검 시간 (발급할 때 거절)",
    en: "Bank closed (declined when issued)",
    declinedAtConfirm: "NOT_AVAILABLE_BANK",
  },
];

export function outcomesOf(method: Choice["method"]): Outcomes {
  return {
    CARD: testCards,
    TRANSFER: transferOutcomes,
    MOBILE_PHONE: mobilePhoneOutcomes,
    EASY_PAY: easyPayOutcomes,
    VIRTUAL_ACCOUNT: virtualAccountOutcomes,
  }[method];
}

export function findOutcome(id: string | null | undefined, among: Outcomes): Outcome | undefined {
  return among.find((outcome) => outcome.id === (id ?? among[0].id));
}
