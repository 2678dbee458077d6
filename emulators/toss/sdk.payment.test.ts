// @module-tag slow
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type BrowserShop, browserIsHere, openBrowserShop, patience, type Visit } from "../testing/browser";
import { apiKeys, type Merchant, merchantAt } from "../testing/toss-merchant";

describe.skipIf(!browserIsHere)("a shop that uses `payment()` with an API key", patience, () => {
  let shop: BrowserShop;
  let merchant: Merchant;
  let visit: Visit;

  beforeAll(async () => {
    shop = await openBrowserShop();
    merchant = merchantAt(shop.gatewayUrl, apiKeys.secret);
  }, patience.timeout);
  beforeEach(async () => {
    visit = await shop.visit();
  });
  afterAll(() => shop.close());

  test.each([
    ["a card", { method: "CARD", card: { flowMode: "DIRECT", cardCompany: "HYUNDAI" } }, "카드"],
    ["a wallet", { method: "CARD", card: { flowMode: "DIRECT", easyPay: "토스페이" } }, "간편결제"],
    ["a transfer", { method: "TRANSFER", transfer: { cashReceipt: { type: "소득공제" } } }, "계좌이체"],
    ["a phone bill", { method: "MOBILE_PHONE", mobilePhone: { mobileCarriers: ["KT"] } }, "휴대폰"],
    ["a virtual account", { method: "VIRTUAL_ACCOUNT", virtualAccount: { validHours: 24 } }, "가상계좌"],
  ])("is paid by %s", async (_, request, method) => {
    const orderId = await visit.payDirectly(request);
    await visit.approve();
    const ended = await visit.outcome();
    expect(ended).toEqual({
      value: { orderId, paymentKey: expect.any(String), amount: { value: 62_000, currency: "KRW" } },
    });
    const { paymentKey } = (ended?.value ?? {}) as { paymentKey: string };
    const confirmed = await merchant.confirm({ paymentKey, orderId, amount: 62_000 });
    expect(confirmed.body).toMatchObject({ method, orderId });
  });

  describe("gets the browser redirected", () => {
    const queryOf = (page: Visit["page"]) => Object.fromEntries(new URL(page.url()).searchParams);

    test("with paymentKey, order id and amount, and no payment type", async () => {
      const orderId = await visit.payDirectly({ method: "TRANSFER", ...shop.returning });
      await visit.approve();
      await visit.page.waitForURL(/\/success/);
      expect(queryOf(visit.page)).toEqual({
        cart: "7",
        orderId,
        amount: "62000",
        paymentKey: expect.any(String),
      });
    });

    test("with code and order id when the buyer is declined", async () => {
      const orderId = await visit.payDirectly({ method: "TRANSFER", ...shop.returning });
      await visit.paymentWindow.getByRole("button", { name: "거절" }).click();
      await visit.page.waitForURL(/\/fail/);
      expect(queryOf(visit.page)).toEqual({
        code: "PAY_PROCESS_ABORTED",
        message: expect.any(String),
        orderId,
      });
    });

    test("with only the code when the buyer cancels on a phone", async () => {
      const phone = await shop.visit("phone");
      await phone.payDirectly({ method: "TRANSFER", ...shop.returning });
      await phone.page.getByRole("button", { name: "취소" }).click();
      await phone.page.waitForURL(/\/fail/);
      expect(queryOf(phone.page)).toEqual({ code: "PAY_PROCESS_CANCELED", message: expect.any(String) });
    });
  });

  const escrowProducts = [{ id: "1", name: "티셔츠", code: "T", unitPrice: 62_000, quantity: 1 }];

  test.each([
    ["a gift certificate", { method: "CULTURE_GIFT_CERTIFICATE" }, "NOT_SUPPORTED_METHOD"],
    ["a foreign wallet", { method: "FOREIGN_EASY_PAY" }, "NOT_SUPPORTED_METHOD"],
    ["no method", {}, "NOT_SUPPORTED_METHOD"],
    ["an amount of zero", { method: "CARD", amount: { value: 0, currency: "KRW" } }, "BELOW_ZERO_AMOUNT"],
    ["half a won", { method: "CARD", amount: { value: 0.5, currency: "KRW" } }, "INVALID_AMOUNT_VALUE"],
    ["dollars", { method: "CARD", amount: { value: 1, currency: "USD" } }, "INVALID_AMOUNT_CURRENCY"],
    ["a list as metadata", { method: "CARD", metadata: ["a"] }, "INVALID_METADATA"],
    ["no order name", { method: "CARD", orderName: null }, "INVALID_PARAMETERS"],
    ["another method's options", { method: "TRANSFER", card: {} }, "INVALID_PARAMETERS"],
    ["an unknown option", { method: "CARD", card: { installment: 3 } }, "INVALID_PARAMETERS"],
    ["an option of the wrong kind", { method: "CARD", card: { useCardPoint: "yes" } }, "INVALID_PARAMETERS"],
    ["a plan of one month", { method: "CARD", card: { cardInstallmentPlan: 1 } }, "INVALID_PARAMETERS"],
    [
      "two installment options",
      { method: "CARD", card: { cardInstallmentPlan: 2, maxCardInstallmentPlan: 3 } },
      "INVALID_PARAMETERS",
    ],
    [
      "a direct window without a company or a wallet",
      { method: "CARD", card: { flowMode: "DIRECT" } },
      "INVALID_PARAMETERS",
    ],
    [
      "a card company that does not exist",
      { method: "CARD", card: { cardCompany: "MONOPOLY" } },
      "INVALID_PARAMETERS",
    ],
    [
      "a wallet that does not exist",
      { method: "CARD", card: { flowMode: "DIRECT", easyPay: "WALLETPAY" } },
      "INVALID_PARAMETERS",
    ],
    [
      "a discount code in the default window",
      { method: "CARD", card: { discountCode: "SPRING" } },
      "INVALID_PARAMETERS",
    ],
    ["escrow without products", { method: "TRANSFER", transfer: { useEscrow: true } }, "INVALID_PARAMETERS"],
    [
      "escrow with an unknown field",
      {
        method: "TRANSFER",
        transfer: { useEscrow: true, escrowProducts: [{ ...escrowProducts[0], color: 1 }] },
      },
      "INVALID_PARAMETERS",
    ],
    [
      "hours and a date",
      { method: "VIRTUAL_ACCOUNT", virtualAccount: { validHours: 1, dueDate: "2031-01-01T00:00:00" } },
      "INVALID_PARAMETERS",
    ],
    [
      "a date with an offset",
      { method: "VIRTUAL_ACCOUNT", virtualAccount: { dueDate: "2031-01-01T00:00:00+09:00" } },
      "INVALID_PARAMETERS",
    ],
    [
      "a date more than 90 days away",
      { method: "VIRTUAL_ACCOUNT", virtualAccount: { dueDate: "2131-01-01T00:00:00" } },
      "EXCEED_MAX_DUE_DATE",
    ],
    [
      "a receipt of an unknown type",
      { method: "VIRTUAL_ACCOUNT", virtualAccount: { cashReceipt: { type: "영수증" } } },
      "INVALID_PARAMETERS",
    ],
    [
      "a carrier that does not exist",
      { method: "MOBILE_PHONE", mobilePhone: { mobileCarriers: ["O2"] } },
      "INVALID_PARAMETERS",
    ],
    [
      "a wallet that works only with live keys",
      { method: "CARD", card: { flowMode: "DIRECT", easyPay: "PAYCO" } },
      "UNSUPPORTED_TEST_PHASE_PAYMENT_METHOD",
    ],
  ])("is refused a request with %s", async (_, request, code) => {
    await visit.payDirectly(request);
    expect((await visit.outcome())?.code).toBe(code);
  });

  test("may name escrow products and a deadline", async () => {
    await visit.payDirectly({
      method: "TRANSFER",
      transfer: { useEscrow: true, escrowProducts, validHours: 24, provider: "OPENBANKING" },
    });
    await visit.approve();
    expect((await visit.outcome())?.code).toBeUndefined();
  });

  describe("that calls `destroy()`", () => {
    test("closes the window, and the request rejects", async () => {
      await visit.payDirectly({ method: "TRANSFER" });
      await visit.paymentWindow.getByRole("button", { name: "취소" }).waitFor();
      await visit.page.evaluate("payment.destroy()");
      expect((await visit.outcome())?.code).toBe("PAYMENT_REQUEST_ABORTED");
      expect(await visit.page.locator("dialog").count()).toBe(0);
    });

    test("before the window opens keeps it from opening", async () => {
      await visit.payDirectly({ method: "TRANSFER" });
      await visit.page.waitForFunction("window.payment");
      await visit.page.evaluate("payment.destroy()");
      expect((await visit.outcome())?.code).toBe("PAYMENT_REQUEST_ABORTED");
      expect(await visit.page.locator("dialog").count()).toBe(0);
    });

    test("without a request is refused", async () => {
      await visit.payDirectly({ method: "BOOK_GIFT_CERTIFICATE" });
      await visit.outcome();
      const ended = await visit.page.evaluate(() => {
        const { payment } = window as unknown as { payment: { destroy(): Promise<void> } };
        return window.shop.outcome(() => payment.destroy());
      });
      expect(ended.code).toBe("NO_ACTIVE_PAYMENT_REQUEST");
    });
  });

  test("cannot open two windows at once", async () => {
    await visit.payDirectly({ method: "CARD" });
    await visit.paymentWindow.getByRole("button", { name: "취소" }).waitFor();
    const second = await visit.page.evaluate(() => {
      const { payment } = window as unknown as { payment: { requestPayment(order: object): unknown } };
      return window.shop.outcome(() => payment.requestPayment({ method: "CARD" }));
    });
    expect(second.code).toBe("INVALID_METHOD_TRANSACTION");
  });

  test("redirects on a phone, where promises are refused", async () => {
    const phone = await shop.visit("phone");
    await phone.payDirectly({ method: "MOBILE_PHONE" });
    expect((await phone.outcome())?.code).toBe("NOT_SUPPORTED_PROMISE");
    const orderId = await phone.payDirectly({ method: "MOBILE_PHONE", ...shop.returning });
    await phone.approve();
    await phone.page.waitForURL(new RegExp(`/success.*orderId=${orderId}`));
  });
});
