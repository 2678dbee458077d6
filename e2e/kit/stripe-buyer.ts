import { expect, type FrameLocator, type Page } from "playwright/test";
import { buyerOn, mina } from "./buyer";
import type { Language } from "./language";

/** Stripe's test cards, by what their banks do. */
export const cards = {
  approved: "4242 4242 4242 4242",
  declined: "4000 0000 0000 0002",
  short: "4000 0000 0000 9995",
  asking: "4000 0000 0000 3220",
  askingAndDeclined: "4000 0084 0000 1629",
} as const;

export type StripeWay = "page" | "card";

const words = {
  ko: {
    ways: { page: /^Stripe Checkout/, card: /^카드\s?이 화면/ },
    form: "카드 정보 입력",
    card: { number: "카드 번호", expiry: "유효 기간", cvc: /^보안 코드/, holder: "카드 소유자 이름" },
    pay: /^\D*[\d.,]+원? 결제하기$/,
    debit: { name: "은행 계좌 출금 (미국)", holder: "예금주 이름" },
    back: "상점으로 돌아가기",
    bank: "카드 본인 인증",
    answers: { complete: "인증 완료", fail: "인증 실패" },
    expired: "결제 시간이 지났습니다",
  },
  en: {
    ways: { page: /^Stripe Checkout/, card: /^Card\s?Enter/ },
    form: "Secure payment input",
    card: {
      number: "Card number",
      expiry: "Expiry date",
      cvc: /^Security code/,
      holder: "Name on card",
    },
    pay: /^Pay \D*[\d.,]+$/,
    debit: { name: "US bank account", holder: "Account holder's name" },
    back: "Back to the shop",
    bank: "Card authentication",
    answers: { complete: "Complete authentication", fail: "Fail authentication" },
    expired: "The time to pay is over",
  },
} as const;

/** A buyer who pays through Stripe: on its page, or in its card form on the order sheet. */
export function stripeBuyerOn(page: Page, language: Language = "ko") {
  const shop = buyerOn(page, false, language);
  const at = words[language];
  const cardForm = page.frameLocator(`iframe[title="${at.form}"]`);
  const holder = page.getByLabel(at.card.holder, { exact: true });
  const payOnPage = page.getByRole("button", { name: at.pay });
  const way = (which: StripeWay) => page.getByRole("radio", { name: at.ways[which] });
  const inForm = (field: keyof typeof at.card) => cardForm.getByLabel(at.card[field], { exact: true });

  const types = async (place: Page | FrameLocator, number: string) => {
    await place.getByLabel(at.card.number, { exact: true }).fill(number);
    await place.getByLabel(at.card.expiry, { exact: true }).fill("12 / 34");
    await place.getByLabel(at.card.cvc, { exact: true }).fill("123");
  };

  const buyer = {
    ...shop,
    cardForm,
    way,
    inForm,
    /** The button on Stripe's page. */
    payOnPage,
    back: page.getByRole("link", { name: at.back }),
    expired: page.getByRole("heading", { name: at.expired }),
    /** The shop's message next to its button, or above its card form. */
    refusal: page.getByRole("main").getByRole("alert"),
    /** Stripe's message about a card on its page. */
    declinedOnPage: page.locator("main > [role=alert]"),

    /** The order sheet with everything filled in and this way chosen. */
    async fillsInTheSheet(which: StripeWay) {
      await buyer.hasAShirtInTheCart();
      await page.goto("/checkout");
      await buyer.fillsIn(mina);
      await buyer.chooses(which);
    },

    async chooses(which: StripeWay) {
      await way(which).check();
      if (which === "card") await expect(inForm("number")).toBeVisible();
    },

    /** From the order sheet to Stripe's page. */
    async goesToStripe() {
      await shop.payButton.click();
      await expect(holder).toBeVisible();
    },

    /** From an empty cart to where the card is typed. */
    async comesToTheCard(which: StripeWay) {
      await buyer.fillsInTheSheet(which);
      if (which === "page") await buyer.goesToStripe();
    },

    /** Stripe's page also accepts dollars from a US bank account. */
    async choosesABankAccount() {
      await page.getByRole("radio", { name: at.debit.name }).check();
      await page.getByLabel(at.debit.holder, { exact: true }).fill(mina.name);
    },

    async typesCard(which: StripeWay, number: string) {
      if (which === "page") await holder.fill(mina.name);
      await types(which === "page" ? page : cardForm, number);
    },

    /** Types a card and presses Pay. */
    async pays(which: StripeWay, number: string = cards.approved) {
      await buyer.typesCard(which, number);
      await (which === "page" ? payOnPage : shop.payButton).click();
    },

    /** Where the shopper's bank asks: over the sheet, or on a full page. */
    bank: (which: StripeWay): FrameLocator | Page =>
      which === "page" ? page : page.frameLocator(`dialog iframe[title="${at.bank}"]`),

    async answersTheBank(which: StripeWay, answer: keyof typeof at.answers) {
      const bank = buyer.bank(which);
      await expect(bank.getByRole("heading", { name: at.bank })).toBeVisible();
      await bank.getByRole("button", { name: at.answers[answer] }).click();
    },

    /** Sees why the card was not charged, where it was typed. */
    async isRefused(which: StripeWay, why: RegExp) {
      await expect(which === "page" ? buyer.declinedOnPage : buyer.refusal).toContainText(why);
    },
  };
  return buyer;
}
