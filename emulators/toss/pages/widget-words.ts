import type { Language } from "../errors";
import { money } from "./words";

const korean = {
  groups: { card: "카드", wallets: "간편결제", others: "계좌·휴대폰" },
  between: (from: string, to: string) => `${from}부터 ${to}까지`,
  atLeast: (from: string) => `${from}부터`,
  liveOnly: "실제 결제 전용",
  hints: {
    TRANSFER: "등록한 은행 계좌에서 바로 결제합니다.",
    VIRTUAL_ACCOUNT: "계좌를 발급받고, 기한 안에 정확한 금액을 입금합니다.",
    MOBILE_PHONE: "이번 달 통신 요금에 더해집니다.",
  },
  refundAccount: "환불받을 계좌",
  bank: "은행",
  chooseBank: "은행을 고르세요",
  accountNumber: "계좌번호 (숫자만)",
  holderName: "예금주",
};

const english: typeof korean = {
  groups: { card: "Card", wallets: "Wallets", others: "Account or phone" },
  between: (from, to) => `${from} to ${to}`,
  atLeast: (from) => `from ${from}`,
  liveOnly: "live only",
  hints: {
    TRANSFER: "Paid at once from your bank account.",
    VIRTUAL_ACCOUNT: "You get an account number, and pay the exact amount into it in time.",
    MOBILE_PHONE: "Joins this month's phone bill.",
  },
  refundAccount: "Account for a refund",
  bank: "Bank",
  chooseBank: "Choose a bank",
  accountNumber: "Account number (digits only)",
  holderName: "Account holder",
};

export const widgetWords = { ko: korean, en: english };

/** The amount limits of a method, in words. */
export function rangeText({ from, to }: { from: number; to: number | null }, language: Language): string {
  const text = widgetWords[language];
  const won = (value: number) => money(value, "KRW", language);
  return to === null ? text.atLeast(won(from)) : text.between(won(from), won(to));
}
