import type { operations } from "../api/answer";
import type { Contract } from "../contract";
import type { Language } from "../errors";
import type { AcquireStatus } from "../methods/acquisition";
import type { SettlementState } from "../settlement";
import type { WrongKind } from "../wrongs";

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

  acquire: "매입하기",
  acquireStates: {
    READY: "매입 전",
    REQUESTED: "매입 요청",
    COMPLETED: "매입 완료",
    CANCEL_REQUESTED: "매입 취소 요청",
    CANCELED: "매입 취소",
  } satisfies Record<AcquireStatus, string>,

  settlements: "정산",
  noSettlements: "아직 정산할 내역이 없습니다.",
  settlementStates: {
    held: "매입 기다리는 중",
    tomorrow: "자정부터 조회됨",
    coming: "지급 예정",
    paidOut: "지급됨",
  } satisfies Record<SettlementState, string>,
  feeAndVat: (fee: string, vat: string) => `수수료 ${fee} (부가세 ${vat} 포함)`,
  payOut: (money: string) => `지급액 ${money}`,
  dates: (sold: string, paidOut: string) => `매출일 ${sold} → 지급일 ${paidOut}`,
  wrongKinds: {
    hide_settlement: "정산 내역 빠뜨리기",
    double_settlement: "정산 내역 두 번 알리기",
    late_settlement: "정산 내역 늦게 알리기",
    wrong_amount: "다른 금액",
    wrong_fee: "다른 수수료",
    hide_transaction: "거래 내역 빠뜨리기",
  } satisfies Record<WrongKind, string>,

  contracts: "정산 계약",
  cycle: "정산 주기",
  cycles: { daily: "매일", weekly: "매주", monthly: "매월" } satisfies Record<Contract["cycle"], string>,
  businessDays: "주기 마감 다음 날부터 며칠째 영업일에 지급",
  afterBusinessDays: (count: number) => `${count}영업일`,
  acquisition: "카드 매입",
  acquisitions: { automatic: "자동", manual: "수동" } satisfies Record<Contract["acquisition"], string>,
  agree: "계약 바꾸기",

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

  acquire: "Acquire",
  acquireStates: {
    READY: "not acquired",
    REQUESTED: "acquisition requested",
    COMPLETED: "acquired",
    CANCEL_REQUESTED: "cancel of the acquisition requested",
    CANCELED: "acquisition canceled",
  },

  settlements: "Settlement",
  noSettlements: "Nothing to settle yet.",
  settlementStates: {
    held: "waits for its acquisition",
    tomorrow: "listed from midnight on",
    coming: "to be paid out",
    paidOut: "paid out",
  },
  feeAndVat: (fee, vat) => `fee ${fee} (including ${vat} VAT)`,
  payOut: (money) => `pays out ${money}`,
  dates: (sold, paidOut) => `sold ${sold} → paid out ${paidOut}`,
  wrongKinds: {
    hide_settlement: "The row of settlements is missing",
    double_settlement: "The row of settlements is there twice",
    late_settlement: "The row of settlements appears late",
    wrong_amount: "Another amount",
    wrong_fee: "Another fee",
    hide_transaction: "The row of transactions is missing",
  },

  contracts: "Settlement contracts",
  cycle: "Cycle",
  cycles: { daily: "daily", weekly: "weekly", monthly: "monthly" },
  businessDays: "Business days after the day that follows the cycle",
  afterBusinessDays: (count) => `${count} business days`,
  acquisition: "Card payments are acquired",
  acquisitions: { automatic: "automatically", manual: "by the shop" },
  agree: "Change the contract",

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
