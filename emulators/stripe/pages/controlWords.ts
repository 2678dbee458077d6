import type { Language } from "../../kit/text";
import type { IntentStatus } from "../entities/intent";
import type { Refund } from "../entities/refund";
import type { Session } from "../entities/session";

const korean = {
  title: "Stripe 에뮬레이터",

  sessions: "결제 페이지",
  noSessions: "아직 없습니다. 상점이 Checkout Session을 만들면 여기에 나옵니다.",
  open: "페이지 열기",
  expire: "만료시키기",
  sessionStates: { open: "열림", complete: "마침", expired: "만료" } satisfies Record<
    Session["status"],
    string
  >,

  payments: "최근 결제",
  noPayments: "아직 결제가 없습니다.",
  noMethod: "결제 수단 없음",
  bank: "은행 계좌",
  left: (money: string) => `남은 금액 ${money}`,
  fee: (money: string) => `수수료 ${money}`,
  states: {
    requires_payment_method: "결제 전",
    requires_confirmation: "확인 전",
    requires_action: "본인 인증 대기",
    processing: "입금 대기",
    requires_capture: "매입 전",
    succeeded: "결제됨",
    canceled: "취소",
  } satisfies Record<IntentStatus, string>,
  settle: "입금됨",
  fail: "입금 실패",
  capture: "매입하기",
  cancel: "취소하기",
  authenticate: "인증 완료",
  failAuthentication: "인증 실패",
  refund: "환불",
  refundAmount: "금액 (가장 작은 단위, 비우면 남은 금액 모두)",
  refundReason: "사유",
  noReason: "없음",
  reasons: {
    requested_by_customer: "구매자 요청",
    duplicate: "중복 결제",
    fraudulent: "부정 사용",
  } satisfies Record<NonNullable<Refund["reason"]>, string>,
  refundDo: "환불하기",
  refunds: "환불 내역",
  refundStates: { pending: "진행 중", succeeded: "완료", failed: "실패" } satisfies Record<
    Refund["status"],
    string
  >,
  settleRefund: "환불 완료",
  failRefund: "환불 실패",

  operations: {
    create_session: "결제 페이지 만들기",
    expire_session: "결제 페이지 만료",
    update_session: "결제 페이지 고치기",
    create_intent: "결제 만들기",
    update_intent: "결제 고치기",
    confirm_intent: "결제 확인",
    capture_intent: "매입",
    cancel_intent: "결제 취소",
    create_payment_method: "결제 수단 만들기",
    create_refund: "환불",
    update_refund: "환불 고치기",
    cancel_refund: "환불 취소",
    look: "조회 (모든 GET)",
    any: "모든 호출",
  } as Record<string, string>,
};

const english: typeof korean = {
  title: "Stripe emulator",

  sessions: "Payment pages",
  noSessions: "None yet. They appear once a shop creates a Checkout Session.",
  open: "Open the page",
  expire: "Expire",
  sessionStates: { open: "open", complete: "complete", expired: "expired" },

  payments: "Recent payments",
  noPayments: "No payments yet.",
  noMethod: "no payment method",
  bank: "bank account",
  left: (money) => `${money} left`,
  fee: (money) => `fee ${money}`,
  states: {
    requires_payment_method: "not paid",
    requires_confirmation: "not confirmed",
    requires_action: "waits for authentication",
    processing: "waits for the money",
    requires_capture: "not captured",
    succeeded: "paid",
    canceled: "cancelled",
  },
  settle: "The money arrives",
  fail: "The bank says no",
  capture: "Capture",
  cancel: "Cancel",
  authenticate: "Pass authentication",
  failAuthentication: "Fail authentication",
  refund: "Refund",
  refundAmount: "Amount (in the smallest unit; empty: all that is left)",
  refundReason: "Reason",
  noReason: "none",
  reasons: {
    requested_by_customer: "requested by the customer",
    duplicate: "duplicate",
    fraudulent: "fraudulent",
  },
  refundDo: "Give the money back",
  refunds: "Refunds",
  refundStates: { pending: "on its way", succeeded: "done", failed: "failed" },
  settleRefund: "The refund arrives",
  failRefund: "The refund fails",

  operations: {
    create_session: "Create a payment page",
    expire_session: "Expire a payment page",
    update_session: "Change a payment page",
    create_intent: "Create a payment",
    update_intent: "Change a payment",
    confirm_intent: "Confirm a payment",
    capture_intent: "Capture",
    cancel_intent: "Cancel a payment",
    create_payment_method: "Create a payment method",
    create_refund: "Refund",
    update_refund: "Change a refund",
    cancel_refund: "Cancel a refund",
    look: "Look (every GET)",
    any: "Any call",
  },
};

export const controlWords: Record<Language, typeof korean> = { ko: korean, en: english };
