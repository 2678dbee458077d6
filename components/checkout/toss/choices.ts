import type { PaymentMethod } from "@/lib/contracts/methods";

/** Wallets by the codes of Toss's widget. Source: Toss ENUM codes, "간편결제". */
const wallets = [
  "TOSSPAY",
  "NAVERPAY",
  "KAKAOPAY",
  "PAYCO",
  "SAMSUNGPAY",
  "APPLEPAY",
  "LPAY",
  "SSG",
  "PINPAY",
  "KBPAY",
] as const;

const methods: Partial<Record<string, PaymentMethod>> = {
  VIRTUAL_ACCOUNT: "VIRTUAL_ACCOUNT",
  TRANSFER: "TRANSFER",
  MOBILE_PHONE: "MOBILE",
  ...Object.fromEntries(wallets.map((wallet) => [wallet, "EASY_PAY"])),
};

/** Our method for what is chosen in the widget. Its other codes are card companies, and any future additions. */
export const methodOf = (code: string): PaymentMethod => methods[code] ?? "CARD";

/** What a shop without the widget offers. The card window offers every other wallet as well. */
export const choices = [
  "CARD",
  "TOSSPAY",
  "NAVERPAY",
  "KAKAOPAY",
  "PAYCO",
  "TRANSFER",
  "VIRTUAL_ACCOUNT",
  "MOBILE_PHONE",
] as const;
export type Choice = (typeof choices)[number];

export const isChoice = (word: string | null): word is Choice => choices.some((choice) => choice === word);
