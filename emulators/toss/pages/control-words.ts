import type { operations } from "../api/answer";
import type { Language } from "../errors";

const korean = {
  title: "토스페이먼츠 에뮬레이터",

  payments: "최근 결제",
  noPayments: "아직 결제가 없습니다. 상점에서 결제창을 열면 여기에 나옵니다.",
  left: (money: string) => `남은 금액 ${money}`,
  account: "계좌",
  due: "입금 기한",
  accountExpired: "기한 지남",
  depositor: "입금자",
  deposit: "입금하기",
  lateDeposit: "늦게 입금하기",
  reverse: "입금 되돌리기",
  refundPaid: "은행이 환불금 보내기",
  refundRefused: "은행이 환불 거절하기",
  expire: "만료시키기",
  untilDue: "기한까지 시계 돌리기",
  cancelAccount: "계좌 취소",
  refund: "환불",
  refundReason: "사유",
  refundReasonUsual: "콘솔에서 환불",
  refundAmount: "금액 (비우면 남은 금액 모두)",
  refundHelp: "계좌번호와 예금주를 비우면 입금한 곳으로 돌아갑니다.",
  refundBank: "환불 은행",
  refundNumber: "환불 계좌번호",
  refundHolder: "예금주",
  refundDo: "환불하기",

  operations: {
    confirm: "결제 승인",
    issue: "가상계좌 발급",
    cancel: "결제 취소",
    look: "결제 조회",
    transactions: "거래 조회",
    settlements: "정산 조회",
    acquire: "수동 매입",
    any: "모든 호출",
  } satisfies Record<"any" | (typeof operations)[number], string>,
};

const english: typeof korean = {
  title: "Toss Payments emulator",

  payments: "Recent payments",
  noPayments: "No payments yet. They appear once a shop opens a payment window.",
  left: (money) => `${money} left`,
  account: "Account",
  due: "Pay by",
  accountExpired: "expired",
  depositor: "Depositor",
  deposit: "Deposit",
  lateDeposit: "Deposit late",
  reverse: "Reverse the deposit",
  refundPaid: "The bank pays the refund",
  refundRefused: "The bank refuses the refund",
  expire: "Expire",
  untilDue: "Turn the clock to the due date",
  cancelAccount: "Cancel the account",
  refund: "Refund",
  refundReason: "Reason",
  refundReasonUsual: "Refund in the console",
  refundAmount: "Amount (empty: all that is left)",
  refundHelp: "Without a number and a holder, it is refunded to the depositor's account.",
  refundBank: "Bank for the refund",
  refundNumber: "Account number",
  refundHolder: "Account holder",
  refundDo: "Refund",

  operations: {
    confirm: "Confirm",
    issue: "Issue a virtual account",
    cancel: "Cancel",
    look: "Retrieve a payment",
    transactions: "List transactions",
    settlements: "List settlements",
    acquire: "Acquire a payment",
    any: "Any call",
  },
};

export const controlWords: Record<Language, typeof korean> = { ko: korean, en: english };
