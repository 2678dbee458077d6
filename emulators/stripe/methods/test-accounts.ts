import type { Decline } from "./test-cards";

/** A bank account for debits: the result comes days later. */
export type TestAccount = {
  number: string;
  ids: readonly string[];
  ko: string;
  en: string;
  /** The result; `never` waits until a control route decides. */
  ends: "succeeds" | "never" | Decline;
};

export const testAccounts: readonly [TestAccount, ...TestAccount[]] = [
  {
    number: "000123456789",
    ids: ["pm_usBankAccount_success", "pm_usBankAccount"],
    ko: "나흘 뒤 입금",
    en: "Arrives after four days",
    ends: "succeeds",
  },
  {
    number: "000222222227",
    ids: ["pm_usBankAccount_insufficientFunds"],
    ko: "나흘 뒤 잔액 부족으로 실패",
    en: "Fails after four days: insufficient funds",
    ends: {
      code: "payment_intent_payment_attempt_failed",
      declineCode: "insufficient_funds",
      message: "The customer's account has insufficient funds to cover this payment.",
    },
  },
  {
    number: "000111111113",
    ids: ["pm_usBankAccount_accountClosed"],
    ko: "나흘 뒤 해지된 계좌로 실패",
    en: "Fails after four days: account closed",
    ends: {
      code: "payment_intent_payment_attempt_failed",
      declineCode: "account_closed",
      message: "The customer's bank account has been closed.",
    },
  },
  {
    number: "000000000009",
    ids: ["pm_usBankAccount_processing"],
    ko: "끝나지 않고 계속 처리 중",
    en: "Stays processing for ever",
    ends: "never",
  },
];

export function findTestAccount(number: string): TestAccount | undefined {
  return testAccounts.find((account) => account.number === number);
}

export function findTestAccountById(id: string): TestAccount | undefined {
  return testAccounts.find(({ ids }) => ids.includes(id));
}
