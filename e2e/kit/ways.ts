import type { FrameLocator, Page } from "playwright/test";
import type { PaymentMethod } from "@/lib/contracts/methods";
import type { Choice } from "../../testing/toss-emulator";
import type { Language } from "./language";

/** A way to pay: what a buyer does on the gateway's pages, and what an emulator is given if there are none. */
export type Way = {
  what: string;
  method: PaymentMethod;
  /** Its tile in the widget. */
  tile: Record<Language, RegExp>;
  /** What is also chosen in the widget. */
  inWidget?: (widget: FrameLocator, language: Language) => Promise<unknown>;
  /** What the window asks. */
  inWindow?: (paymentWindow: FrameLocator | Page, language: Language) => Promise<unknown>;
  choice: Choice;
  /** How many T-shirts reach this method's minimum amount. */
  shirts: number;
  /** What the receipt says about it. */
  receipt: Record<Language, RegExp>;
};

const tile = (ko: string, en: string) => ({ ko: new RegExp(`^${ko}`), en: new RegExp(`^${en}`) });
const radio = (place: FrameLocator | Page, name: string) => place.getByRole("radio", { name, exact: true });

const takesShinhan: NonNullable<Way["inWindow"]> = (paymentWindow, language) =>
  radio(paymentWindow, language === "ko" ? "신한" : "Shinhan").check();

const tossPay = (
  what: string,
  source: "card" | "money" | "points",
  words: Record<Language, string>,
  receipt: Way["receipt"],
): Way => ({
  what,
  method: "EASY_PAY",
  tile: tile("토스페이", "Toss Pay"),
  inWindow: (paymentWindow, language) => radio(paymentWindow, words[language]).check(),
  choice: { method: "EASY_PAY", provider: "TOSSPAY", source },
  shirts: 1,
  receipt,
});

export const cardInInstallments: Way = {
  what: "by card in three installments",
  method: "CARD",
  tile: tile("신용·체크카드", "Credit or debit card"),
  inWidget: async (widget, language) => {
    await radio(widget, language === "ko" ? "현대" : "Hyundai").check();
    await widget.getByLabel(language === "ko" ? "할부" : "Instalments").selectOption("3");
  },
  choice: { method: "CARD", installmentMonths: 3 },
  shirts: 2,
  receipt: { ko: /현대카드.*3개월 할부/s, en: /Hyundai card.*3 installments/s },
};

export const transfer: Way = {
  what: "by bank transfer",
  method: "TRANSFER",
  tile: tile("계좌이체", "Bank transfer"),
  inWindow: takesShinhan,
  choice: { method: "TRANSFER", bank: "88" },
  shirts: 1,
  receipt: { ko: /계좌이체.*신한은행/s, en: /Bank transfer.*Shinhan/s },
};

export const mobile: Way = {
  what: "on the phone bill",
  method: "MOBILE",
  tile: tile("휴대폰", "Mobile phone"),
  inWindow: (paymentWindow, language) =>
    radio(paymentWindow, language === "ko" ? "SKT" : "SK Telecom").check(),
  choice: { method: "MOBILE_PHONE" },
  shirts: 1,
  receipt: { ko: /휴대폰/, en: /Mobile phone/ },
};

export const wallets: Way[] = [
  tossPay("by a wallet's card", "card", { ko: "카드", en: "Card" }, { ko: /토스페이/, en: /Toss Pay/ }),
  tossPay("by a wallet's money", "money", { ko: "머니", en: "Money" }, { ko: /토스페이/, en: /Toss Pay/ }),
  tossPay(
    "by a wallet's points and money",
    "points",
    { ko: "포인트와 머니", en: "Points and money" },
    { ko: /토스페이.*28,000원.*1,000원/s, en: /Toss Pay.*28,000.*1,000/s },
  ),
];

export const virtualAccount: Way = {
  what: "into a virtual account",
  method: "VIRTUAL_ACCOUNT",
  tile: tile("가상계좌", "Virtual account"),
  inWindow: takesShinhan,
  choice: { method: "VIRTUAL_ACCOUNT", bank: "88" },
  shirts: 1,
  receipt: { ko: /가상계좌/, en: /Virtual account/ },
};

/** Those that take the money at once. */
export const instantWays: Way[] = [cardInInstallments, transfer, mobile, ...wallets];
