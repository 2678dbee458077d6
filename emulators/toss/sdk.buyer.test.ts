// @module-tag slow
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  type BrowserShop,
  browserIsHere,
  openBrowserShop,
  patience,
  placeWidgets,
  type Visit,
} from "../testing/browser";

describe.skipIf(!browserIsHere)("a buyer with a browser", patience, () => {
  let shop: BrowserShop;
  let visit: Visit;

  beforeAll(async () => {
    shop = await openBrowserShop();
  }, patience.timeout);
  afterAll(() => shop.close());

  const button = (name: string) => visit.paymentWindow.getByRole("button", { name });

  describe("at the order form", () => {
    beforeEach(async () => {
      visit = await shop.visit();
    });

    test("must choose a card company and agree before the window opens", async () => {
      const { pay, outcome, chooseCard, agree, paymentWindow } = visit;
      await visit.withWidgets(placeWidgets);
      await pay(shop.returning);
      expect((await outcome())?.code).toBe("NEED_CARD_PAYMENT_DETAIL");
      await chooseCard();
      await pay(shop.returning);
      expect((await outcome())?.code).toBe("NEED_AGREEMENT_WITH_REQUIRED_TERMS");
      await agree();
      await pay(shop.returning);
      await paymentWindow.getByText("현대 · 일시불").waitFor();
    });

    test("fires the widgets' events", async () => {
      await visit.withWidgets(`${placeWidgets}
        window.heard = [];
        methods.on("paymentMethodSelect", (selected) => window.heard.push(selected.code));
        agreement.on("agreementStatusChange", (status) => window.heard.push(status.agreedRequiredTerms));`);
      await visit.agree();
      await expect.poll(() => visit.page.evaluate("window.heard")).toEqual(["CARD", false, true]);
    });

    test("is offered installments from 50,000 won, also when the amount rises later", async () => {
      await visit.withWidgets(placeWidgets, 49_999);
      const plans = visit.methods.getByRole("combobox", { name: "할부" });
      expect(await plans.isVisible()).toBe(false);
      await visit.page.evaluate("widgets.setAmount({ value: 50000, currency: 'KRW' })");
      await plans.selectOption("3");
      await visit.chooseCard();
      await visit.agree();
      await visit.pay();
      await visit.paymentWindow.getByText("현대 · 3개월").waitFor();
    });
  });

  describe("on a computer", () => {
    beforeEach(async () => {
      visit = await shop.visit();
      await visit.withWidgets(placeWidgets);
      await visit.chooseCard();
      await visit.agree();
    });

    test("approves and is sent to the success URL", async () => {
      const orderId = await visit.pay(shop.returning);
      await button("결제하기").click();
      await visit.page.waitForURL(/\/success/);
      const query = Object.fromEntries(new URL(visit.page.url()).searchParams);
      expect(query).toMatchObject({ cart: "7", paymentType: "NORMAL", orderId, amount: "62000" });
      const { paymentKey = "" } = query;
      expect((await shop.merchant.confirm({ paymentKey, orderId, amount: 62_000 })).status).toBe(200);
    });

    test("approves and the promise resolves if the shop named no URLs", async () => {
      const orderId = await visit.pay();
      await button("결제하기").click();
      expect((await visit.outcome())?.value).toMatchObject({
        paymentType: "NORMAL",
        orderId,
        amount: { value: 62_000, currency: "KRW" },
      });
      expect(await visit.page.locator("dialog").count()).toBe(0);
    });

    test("cancels by button or Escape and stays on the page", async () => {
      for (const giveUp of [() => button("취소").click(), () => visit.page.keyboard.press("Escape")]) {
        await visit.pay(shop.returning);
        await button("취소").waitFor();
        await giveUp();
        expect((await visit.outcome())?.code).toBe("USER_CANCEL");
        expect(visit.page.url()).toBe(`${shop.siteUrl}/`);
      }
    });

    test("is declined and is sent to the fail URL", async () => {
      const orderId = await visit.pay(shop.returning);
      await button("거절").click();
      await visit.page.waitForURL(/\/fail/);
      const query = Object.fromEntries(new URL(visit.page.url()).searchParams);
      expect(query).toMatchObject({ code: "PAY_PROCESS_ABORTED", orderId });
    });

    test("cannot open two windows at once", async () => {
      await visit.pay();
      await button("취소").waitFor();
      await visit.pay();
      expect((await visit.outcome())?.code).toBe("INVALID_METHOD_TRANSACTION");
    });

    test("is told that the order is already paid", async () => {
      await shop.merchant.confirm(await shop.merchant.buyer({ orderId: "paid_before" }));
      await visit.pay({ orderId: "paid_before" });
      expect((await visit.outcome())?.code).toBe("DUPLICATED_ORDER_ID");
    });

    test("who changes the amount pays that amount, as the redirect and the gateway report", async () => {
      await visit.page.evaluate("widgets.setAmount({ value: 100, currency: 'KRW' })");
      const orderId = await visit.pay(shop.returning);
      await button("결제하기").click();
      await visit.page.waitForURL(/amount=100/);
      expect((await shop.merchant.lookByOrder(orderId)).body.totalAmount).toBe(100);
    });
  });

  describe("on a phone", () => {
    beforeEach(async () => {
      visit = await shop.visit("phone");
      await visit.withWidgets(placeWidgets);
      await visit.chooseCard();
      await visit.agree();
    });

    test("leaves the shop's page for the window and returns", async () => {
      const { page } = visit;
      await visit.pay(shop.returning);
      await page.getByRole("button", { name: "취소" }).click();
      await page.waitForURL(/\/fail/);
      expect([...new URL(page.url()).searchParams.keys()]).toEqual(["code", "message"]);
      await page.goBack();
      await page.getByRole("button", { name: "결제하기" }).click();
      await page.waitForURL(/\/success/);
    });

    test.each([
      ["a promise", () => ({}), "NOT_SUPPORTED_PROMISE"],
      ["a frame", () => ({ ...shop.returning, windowTarget: "iframe" }), "INVALID_PARAMETERS"],
    ])("cannot be shown %s", async (_, request, code) => {
      await visit.pay(request());
      expect((await visit.outcome())?.code).toBe(code);
    });
  });

  describe("at a shop with another product", () => {
    beforeEach(async () => {
      visit = await shop.visit();
    });

    test("chooses the card in the window, opened with an API key", async () => {
      const orderId = await visit.payDirectly({ method: "CARD" });
      await visit.paymentWindow.getByRole("radio", { name: "삼성" }).check();
      await button("결제하기").click();
      const ended = await visit.outcome();
      expect(ended?.value).toMatchObject({ orderId, amount: { value: 62_000 } });
      expect(ended?.value).not.toHaveProperty("paymentType");
    });
  });
});
