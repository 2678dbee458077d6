// @module-tag slow
import { expect, test } from "vitest";
import { describeVisits, placeWidgets } from "../testing/browser";

describeVisits("`requestPayment` of the widgets", (story) => {
  async function choosesAndAgrees() {
    await story.visit.withWidgets(placeWidgets);
    await story.visit.choose("TRANSFER");
    await story.visit.agree();
  }

  const codeOf = async (request: Record<string, unknown>) => {
    await story.visit.pay(request);
    return (await story.visit.outcome())?.code;
  };

  test("is refused before the widgets are rendered", async () => {
    await story.visit.withWidgets("window.widgets = widgets");
    expect(await codeOf({})).toBe("NOT_SELECTED_PAYMENT_METHOD");
  });

  test("is refused for an amount of zero", async () => {
    await story.visit.withWidgets(
      `window.widgets = widgets; await widgets.setAmount({ value: 0, currency: "KRW" })`,
    );
    expect(await codeOf({})).toBe("BELOW_ZERO_AMOUNT");
  });

  const escrowProducts = [{ id: "1", name: "티셔츠", code: "T", unitPrice: 62_000, quantity: 1 }];

  test("accepts every documented option", async () => {
    await choosesAndAgrees();
    const orderId = await story.visit.pay({
      customerEmail: "mina@example.com",
      customerName: "박민아",
      customerMobilePhone: "01012345678",
      taxFreeAmount: 1_000,
      windowTarget: "iframe",
      metadata: { cart: "7" },
      card: { taxExemptionAmount: 0, appScheme: "shop://" },
      transfer: { useEscrow: true, escrowProducts, isCulturalExpenses: false },
      virtualAccount: { cashReceipt: { type: "소득공제" } },
      foreignEasyPay: { country: "KR" },
    });
    await story.visit.approve();
    const { paymentKey } = ((await story.visit.outcome())?.value ?? {}) as { paymentKey: string };
    const { body } = await story.shop.merchant.confirm({ paymentKey, orderId, amount: 62_000 });
    expect(body).toMatchObject({ taxFreeAmount: 1_000, metadata: { cart: "7" } });
  });

  test("is refused while another is open, and so is rendering", async () => {
    await choosesAndAgrees();
    await story.visit.pay();
    await story.visit.paymentWindow.getByRole("button", { name: "취소" }).waitFor();
    for (const step of [
      `renderPaymentMethods({ selector: "#methods" })`,
      `renderAgreement({ selector: "#agreement" })`,
      "renderPaymentWindow()",
      `requestPayment({ orderId: "order_1", orderName: "x" })`,
    ]) {
      const ended = await story.visit.page.evaluate(
        (step) => window.shop.outcome(new Function(`return window.widgets.${step}`) as () => unknown),
        step,
      );
      expect(ended.code).toBe("INVALID_METHOD_TRANSACTION");
    }
  });

  test("rejects with UNKNOWN when the gateway cannot be reached", async () => {
    await choosesAndAgrees();
    await story.visit.page.route("**/v2/payments", (route) => route.abort());
    expect(await codeOf({})).toBe("UNKNOWN");
    await story.visit.page.unroute("**/v2/payments");
  });

  test("can be called again after the back button restores the page", async () => {
    await choosesAndAgrees();
    await story.visit.page.route("**/checkout", (route) => route.fulfill({ status: 204 }));
    await story.visit.pay({ windowTarget: "self", ...story.shop.returning });
    await story.visit.page.waitForResponse(/\/checkout$/);
    await story.visit.page.evaluate(() => {
      window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    });
    expect((await story.visit.outcome())?.code).toBe("USER_CANCEL");
    await story.visit.page.unroute("**/checkout");
    await story.visit.pay();
    await story.visit.approve();
    expect((await story.visit.outcome())?.code).toBeUndefined();
  });

  test.each([
    ["no order id", { orderId: undefined }, "INVALID_PARAMETERS"],
    ["no order name", { orderName: undefined }, "INVALID_PARAMETERS"],
    ["an order id that is too short", { orderId: "five5" }, "INVALID_ORDER_ID"],
    ["an order id with a space", { orderId: "order 1" }, "INVALID_ORDER_ID"],
    ["an order name that is too long", { orderName: "가".repeat(101) }, "INVALID_ORDER_NAME"],
    ["an empty order name", { orderName: "" }, "INVALID_ORDER_NAME"],
    ["an amount", { amount: { value: 62_000, currency: "KRW" } }, "INVALID_PARAMETERS"],
    ["a phone number with dashes", { customerMobilePhone: "010-1234-5678" }, "INVALID_PARAMETERS"],
    ["a name that is too long", { customerName: "가".repeat(101) }, "INVALID_PARAMETERS"],
    ["a negative tax-free amount", { taxFreeAmount: -1 }, "INVALID_PARAMETERS"],
    ["a window in a new tab", { windowTarget: "_blank" }, "INVALID_PARAMETERS"],
    [
      "too much metadata",
      { metadata: { a: "1", b: "2", c: "3", d: "4", e: "5", f: "6" } },
      "INVALID_METADATA",
    ],
    ["metadata with brackets in a key", { metadata: { "a[0]": "1" } }, "INVALID_METADATA"],
    ["metadata that is too long", { metadata: { a: "1".repeat(2001) } }, "INVALID_METADATA"],
    ["metadata that is not text", { metadata: { a: 1 } }, "INVALID_METADATA"],
    [
      "a relative success URL",
      { successUrl: "/ok", failUrl: "http://a.test/" },
      "INCORRECT_SUCCESS_URL_FORMAT",
    ],
    ["a relative fail URL", { successUrl: "http://a.test/", failUrl: "no" }, "INCORRECT_FAIL_URL_FORMAT"],
    ["only a success URL", { successUrl: "http://a.test/" }, "INCORRECT_FAIL_URL_FORMAT"],
    ["only a fail URL", { failUrl: "http://a.test/" }, "INCORRECT_SUCCESS_URL_FORMAT"],
    ["no URL, for a redirect", { windowTarget: "self" }, "NOT_SUPPORTED_PROMISE"],
    ["installments", { card: { cardInstallmentPlan: 3 } }, "INVALID_PARAMETERS"],
    ["escrow without products", { transfer: { useEscrow: true } }, "INVALID_PARAMETERS"],
    ["a due date", { virtualAccount: { validHours: 24 } }, "INVALID_PARAMETERS"],
    [
      "a receipt of an unknown type",
      { virtualAccount: { cashReceipt: { type: "영수증" } } },
      "INVALID_PARAMETERS",
    ],
    ["a foreign wallet without a country", { foreignEasyPay: {} }, "INVALID_PARAMETERS"],
    ["a forced result that does not exist", { sandbox: { paymentResult: "MAYBE" } }, "INVALID_PARAMETERS"],
  ])("with %s is refused", async (_, request, code) => {
    await story.visit.withWidgets("window.widgets = widgets");
    expect(await codeOf(request)).toBe(code);
  });
});
