// @module-tag slow
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type BrowserShop, browserIsHere, openBrowserShop, patience, type Visit } from "../testing/browser";
import { apiKeys, type Merchant, merchantAt } from "../testing/toss-merchant";

describe.skipIf(!browserIsHere)("a shop that names the method, with an API key", patience, () => {
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

  describe("gets the browser back", () => {
    const queryOf = (page: Visit["page"]) => Object.fromEntries(new URL(page.url()).searchParams);

    test("with the amount, the order and the key, and no type", async () => {
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

    test("with the reason and the order when the buyer is declined", async () => {
      const orderId = await visit.payDirectly({ method: "TRANSFER", ...shop.returning });
      await visit.paymentWindow.getByRole("button", { name: "거절" }).click();
      await visit.page.waitForURL(/\/fail/);
      expect(queryOf(visit.page)).toEqual({
        code: "PAY_PROCESS_ABORTED",
        message: expect.any(String),
        orderId,
      });
    });

    test("with the reason alone when the buyer gives up on a phone", async () => {
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
    ["nothing at all", { method: "CARD", amount: { value: 0, currency: "KRW" } }, "BELOW_ZERO_AMOUNT"],
    ["half a won", { method: "CARD", amount: { value: 0.5, currency: "KRW" } }, "INVALID_AMOUNT_VALUE"],
    ["dollars", { method: "CARD", amount: { value: 1, currency: "USD" } }, "INVALID_AMOUNT_CURRENCY"],
    ["a list as metadata", { method: "CARD", metadata: ["a"] }, "INVALID_METADATA"],
    ["no order name", { method: "CARD", orderName: null }, "INVALID_PARAMETERS"],
    ["another method's options", { method: "TRANSFER", card: {} }, "INVALID_PARAMETERS"],
    ["an unknown option", { method: "CARD", card: { installment: 3 } }, "INVALID_PARAMETERS"],
    ["an option of the wrong kind", { method: "CARD", card: { useCardPoint: "yes" } }, "INVALID_PARAMETERS"],
    ["a plan of one month", { method: "CARD", card: { cardInstallmentPlan: 1 } }, "INVALID_PARAMETERS"],
    [
      "two kinds of instalments",
      { method: "CARD", card: { cardInstallmentPlan: 2, maxCardInstallmentPlan: 3 } },
      "INVALID_PARAMETERS",
    ],
    [
      "a window of its own for nobody",
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
      "a promotion in the common window",
      { method: "CARD", card: { discountCode: "SPRING" } },
      "INVALID_PARAMETERS",
    ],
    ["escrow of nothing", { method: "TRANSFER", transfer: { useEscrow: true } }, "INVALID_PARAMETERS"],
    [
      "escrow of an unknown thing",
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
      "a wallet that is only live",
      { method: "CARD", card: { flowMode: "DIRECT", easyPay: "PAYCO" } },
      "UNSUPPORTED_TEST_PHASE_PAYMENT_METHOD",
    ],
  ])("and asks for %s is refused", async (_, request, code) => {
    await visit.payDirectly(request);
    expect((await visit.outcome())?.code).toBe(code);
  });

  test("may name what it sells for escrow, and its own limit of time", async () => {
    await visit.payDirectly({
      method: "TRANSFER",
      transfer: { useEscrow: true, escrowProducts, validHours: 24, provider: "OPENBANKING" },
    });
    await visit.approve();
    expect((await visit.outcome())?.code).toBeUndefined();
  });

  describe("and takes its request back", () => {
    test("closes the window, and is told so", async () => {
      await visit.payDirectly({ method: "TRANSFER" });
      await visit.paymentWindow.getByRole("button", { name: "취소" }).waitFor();
      await visit.page.evaluate("payment.destroy()");
      expect((await visit.outcome())?.code).toBe("PAYMENT_REQUEST_ABORTED");
      expect(await visit.page.locator("dialog").count()).toBe(0);
    });

    test("before the window is there, it never opens", async () => {
      await visit.payDirectly({ method: "TRANSFER" });
      await visit.page.waitForFunction("window.payment");
      await visit.page.evaluate("payment.destroy()");
      expect((await visit.outcome())?.code).toBe("PAYMENT_REQUEST_ABORTED");
      expect(await visit.page.locator("dialog").count()).toBe(0);
    });

    test("when there is none, it is told that", async () => {
      await visit.payDirectly({ method: "BOOK_GIFT_CERTIFICATE" });
      await visit.outcome();
      const ended = await visit.page.evaluate(() => {
        const { payment } = window as unknown as { payment: { destroy(): Promise<void> } };
        return window.shop.outcome(() => payment.destroy());
      });
      expect(ended.code).toBe("NO_ACTIVE_PAYMENT_REQUEST");
    });
  });

  test("cannot have two windows at once", async () => {
    await visit.payDirectly({ method: "CARD" });
    await visit.paymentWindow.getByRole("button", { name: "취소" }).waitFor();
    const second = await visit.page.evaluate(() => {
      const { payment } = window as unknown as { payment: { requestPayment(order: object): unknown } };
      return window.shop.outcome(() => payment.requestPayment({ method: "CARD" }));
    });
    expect(second.code).toBe("INVALID_METHOD_TRANSACTION");
  });

  test("leaves the page on a phone, and cannot be given a promise there", async () => {
    const phone = await shop.visit("phone");
    await phone.payDirectly({ method: "MOBILE_PHONE" });
    expect((await phone.outcome())?.code).toBe("NOT_SUPPORTED_PROMISE");
    const orderId = await phone.payDirectly({ method: "MOBILE_PHONE", ...shop.returning });
    await phone.approve();
    await phone.page.waitForURL(new RegExp(`/success.*orderId=${orderId}`));
  });
});
