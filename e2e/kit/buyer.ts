import { randomUUID } from "node:crypto";
import { expect, type FrameLocator, type Page } from "playwright/test";
import type { Language } from "./language";
import type { Way } from "./ways";

/** The labels of buttons and fields, in the shop's two languages. */
const words = {
  ko: {
    tShirt: /쿨 티셔츠/,
    add: "장바구니에 담기",
    more: "하나 더하기",
    seeCart: "장바구니 보기",
    checkOut: "주문하기",
    name: "이름",
    email: "이메일",
    phone: "휴대폰",
    country: "국가",
    postcode: "우편번호",
    address: "주소",
    methods: "결제수단",
    company: "현대",
    terms: "약관",
    agree: /필수/,
    pay: /^([\d,]+원|US\$[\d.,]+) 결제하기$/,
    window: { pay: "결제하기", cancel: "취소", decline: "거절", card: "테스트 카드" },
    paid: "결제가 완료됐어요",
  },
  en: {
    tShirt: /Cool T-Shirt/,
    add: "Add to cart",
    more: "Increase quantity",
    seeCart: "View cart",
    checkOut: "Check out",
    name: "Name",
    email: "Email",
    phone: "Phone",
    country: "Country or region",
    postcode: "Postal code",
    address: "Address",
    methods: "Payment methods",
    company: "Hyundai",
    terms: "Terms",
    agree: /Required/,
    pay: /^Pay [₩$][\d.,]+$/,
    window: { pay: "Pay", cancel: "Cancel", decline: "Decline", card: "Test card" },
    paid: "Payment complete",
  },
} as const satisfies Record<Language, unknown>;

export type TestCard =
  | "approve"
  | "insufficient_balance"
  | "limit_exceeded"
  | "lost_or_stolen"
  | "issuer_refused";

export const mina = {
  name: "김민아",
  phone: "010-1234-5678",
  email: "mina@example.com",
  postcode: "04524",
  address: "서울 중구 세종대로 110",
};

/** A buyer on desktop or a phone, who sees the shop's pages and the gateway's window. */
export function buyerOn(page: Page, onPhone: boolean, language: Language = "ko") {
  const say = words[language];
  // On desktop the window lies over the page; on a phone it is the page.
  const paymentWindow: FrameLocator | Page = onPhone ? page : page.frameLocator("dialog iframe");
  const inWindow = (button: keyof typeof say.window) =>
    paymentWindow.getByRole("button", { name: say.window[button], exact: true });
  const field = (name: "name" | "email" | "phone" | "postcode" | "address") =>
    page.getByLabel(say[name], { exact: true });
  const payButton = page.getByRole("button", { name: say.pay });

  const buyer = {
    page,
    say,
    field,
    payButton,
    paymentWindow,
    inWindow,

    async putsAShirtIntoTheCart(count = 1) {
      await page.goto("/products/cool-t-shirt");
      for (let more = 1; more < count; more++) await page.getByRole("button", { name: say.more }).click();
      await page.getByRole("button", { name: say.add }).click();
      await expect(page.getByRole("link", { name: say.seeCart })).toBeVisible();
    },

    /** The same without visiting the shelf: tests that start at the order sheet load one page less. */
    async hasAShirtInTheCart(count = 1) {
      // A static file of the shop, so that its storage can be filled before any page is open.
      await page.goto("/icon.svg");
      const cart = { id: randomUUID(), lines: [{ sku: "TEE-COOL", quantity: count }] };
      const isEmpty = await page.evaluate((filled) => {
        if (localStorage.getItem("twotrack.cart")) return false;
        localStorage.setItem("twotrack.cart", filled);
        return true;
      }, JSON.stringify(cart));
      if (!isEmpty) await buyer.putsAShirtIntoTheCart(count);
    },

    async fillsIn(person = mina) {
      await field("name").fill(person.name);
      await field("phone").fill(person.phone);
      await field("email").fill(person.email);
      // In dollars a parcel goes to the selected country, which decides which fields are shown.
      const country = page.getByLabel(say.country);
      if (await country.isVisible()) await country.selectOption("KR");
      await field("postcode").fill(person.postcode);
      await field("address").fill(person.address);
    },

    async agrees() {
      const terms = page.frameLocator(`iframe[title="${say.terms}"]`);
      await terms.getByRole("checkbox", { name: say.agree }).check();
    },

    async choosesACard() {
      const methods = page.frameLocator(`iframe[title="${say.methods}"]`);
      await methods.getByRole("radio", { name: say.company, exact: true }).check();
      await buyer.agrees();
    },

    async chooses(way: Way) {
      const methods = page.frameLocator(`iframe[title="${say.methods}"]`);
      await methods.getByRole("radio", { name: way.tile[language] }).check();
      await way.inWidget?.(methods, language);
      await buyer.agrees();
    },

    /** From an empty cart to the end of the gateway's window. */
    async paysBy(way: Way) {
      await buyer.hasAShirtInTheCart(way.shirts);
      await page.goto("/checkout");
      await buyer.fillsIn();
      await buyer.chooses(way);
      await payButton.click();
      await expect(inWindow("pay")).toBeVisible();
      await way.inWindow?.(paymentWindow, language);
      await inWindow("pay").click();
    },

    /** From an empty cart to the gateway's window. */
    async goesToTheWindow() {
      await buyer.hasAShirtInTheCart();
      await buyer.goesToTheWindowAgain(mina);
    },

    /** From the cart as it is, keeping what was typed before unless a person is given. */
    async goesToTheWindowAgain(person?: typeof mina) {
      await page.goto("/checkout");
      if (person) await buyer.fillsIn(person);
      await buyer.choosesACard();
      await payButton.click();
      await expect(inWindow("pay")).toBeVisible();
    },

    async approves(card?: TestCard) {
      if (card) await paymentWindow.getByLabel(say.window.card).selectOption(card);
      await inWindow("pay").click();
    },

    async seesTheReceipt() {
      await expect(page.getByRole("heading", { name: say.paid })).toBeVisible();
      return page.url();
    },

    /** The order number shown on this page. */
    async orderNumber() {
      return (await page.getByText(/^ORD-\d{8}-\w{6}$/).textContent()) ?? "";
    },
  };
  return buyer;
}
