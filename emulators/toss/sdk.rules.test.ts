// @module-tag slow
import { expect, test } from "vitest";
import { describeVisits, placeWidgets } from "../testing/browser";
import { apiKeys, widgetKeys } from "../testing/toss-merchant";

describeVisits("misuse of the SDK:", (story) => {
  test.each([
    ["an API key for widgets", apiKeys.client, "widgets", "anyone_1", "NOT_SUPPORTED_API_INDIVIDUAL_KEY"],
    ["a widget key for a payment", widgetKeys.client, "payment", "anyone_1", "NOT_SUPPORTED_WIDGET_KEY"],
    ["an unknown key", "test_gck_unknown", "widgets", "anyone_1", "INVALID_CLIENT_KEY"],
    [
      "a secret key as the customer key",
      widgetKeys.client,
      "widgets",
      widgetKeys.secret,
      "INSECURE_KEY_USAGE",
    ],
    ["a customer key with a space", widgetKeys.client, "widgets", "my name", "INVALID_CUSTOMER_KEY"],
  ])("creating it with %s is refused", async (_, clientKey, product, customerKey, code) => {
    const ended = await story.visit.page.evaluate(
      ([clientKey, product, customerKey]) =>
        window.shop.outcome(async () => {
          const sdk = await window.shop.toss(clientKey);
          return product === "widgets" ? sdk.widgets({ customerKey }) : sdk.payment({ customerKey });
        }),
      [clientKey, product, customerKey] as const,
    );
    expect(ended.code).toBe(code);
  });

  test.each([
    [
      "renders before it sets an amount",
      `widgets.renderPaymentMethods({ selector: "#methods" })`,
      "NOT_SETUP_AMOUNT",
    ],
    ["sets a negative amount", `widgets.setAmount({ value: -1, currency: "KRW" })`, "INVALID_AMOUNT_VALUE"],
    [
      "sets an amount in dollars",
      `widgets.setAmount({ value: 1, currency: "USD" })`,
      "INVALID_AMOUNT_CURRENCY",
    ],
    [
      "sets an amount with an unknown field",
      `widgets.setAmount({ value: 1, currency: "KRW", tax: 1 })`,
      "INVALID_PARAMETERS",
    ],
    ["sets half a won", `widgets.setAmount({ value: 0.5, currency: "KRW" })`, "INVALID_AMOUNT_VALUE"],
    ["sets no currency", `widgets.setAmount({ value: 1 })`, "INVALID_PARAMETERS"],
    [
      "requests a payment before it sets an amount",
      `widgets.requestPayment({ orderId: "order_1", orderName: "x" })`,
      "NOT_SETUP_AMOUNT",
    ],
    [
      "renders with an unknown option",
      `widgets.renderAgreement({ selector: "#agreement", amount: 1 })`,
      "INVALID_PARAMETERS",
    ],
    ["names no selector", `widgets.renderAgreement({})`, "INVALID_PARAMETERS"],
    ["names an invalid selector", `widgets.renderAgreement({ selector: "##" })`, "INVALID_SELECTOR"],
    [
      "calls the deprecated requestPaymentWindow",
      `widgets.requestPaymentWindow({ orderId: "order_1", orderName: "x" })`,
      "NOT_SUPPORTED_METHOD",
    ],
    ["uses brandpay", `sdk.brandpay({ customerKey: "anyone_1" })`, "NOT_SUPPORTED_WIDGET_KEY"],
    [
      "configures brandpay with an unknown option",
      `sdk.widgets({ customerKey: "anyone_1", brandpay: { url: "https://shop.test" } })`,
      "INVALID_PARAMETERS",
    ],
    [
      "names an unknown variant",
      `widgets.renderAgreement({ selector: "#agreement", variantKey: "?" })`,
      "INVALID_VARIANT_KEY",
    ],
    ["names a missing element", `widgets.renderAgreement({ selector: "#nowhere" })`, "INVALID_SELECTOR"],
    ["calls a method of the first version", `sdk.requestPayment("카드", {})`, "V1_METHOD_NOT_SUPPORTED"],
  ])("a shop that %s is refused", async (_, step, code) => {
    expect((await story.visit.withWidgets(`return ${step}`, 0)).code).toBe(code);
  });

  test.each([
    [
      "methods twice",
      `${placeWidgets} await widgets.renderPaymentMethods({ selector: "#methods" })`,
      "PAYMENT_METHODS_WIDGET_ALREADY_RENDERED",
    ],
    [
      "terms twice at once",
      `const render = () => widgets.renderAgreement({ selector: "#agreement" });
       await Promise.all([render(), render()])`,
      "AGREEMENT_WIDGET_ALREADY_RENDERED",
    ],
    [
      "terms twice through two instances",
      `${placeWidgets}
       const other = sdk.widgets({ customerKey: "anyone_1" });
       await other.renderAgreement({ selector: "#agreement" })`,
      "AGREEMENT_WIDGET_ALREADY_RENDERED",
    ],
  ])("rendering %s is refused", async (_, step, code) => {
    expect((await story.visit.withWidgets(step)).code).toBe(code);
  });

  test("a widget can be rendered again after it is destroyed", async () => {
    const again = `${placeWidgets}
      await methods.destroy();
      await agreement.destroy();
      await widgets.renderPaymentMethods({ selector: "#methods" });
      await widgets.renderAgreement({ selector: "#agreement" });`;
    expect(await story.visit.withWidgets(again)).toEqual({ value: null });
    expect(await story.visit.page.locator("iframe").count()).toBe(2);
  });

  test.each([
    ["to an event of the methods that does not exist", `methods.on("changed", () => {})`],
    ["to the methods without a callback", `methods.on("paymentMethodSelect")`],
    ["to an event of the terms that does not exist", `agreement.on("changed", () => {})`],
    ["to the terms without a callback", `agreement.on("agreementStatusChange", "callback")`],
  ])("listening %s is refused", async (_, step) => {
    expect((await story.visit.withWidgets(`${placeWidgets} ${step}`)).code).toBe("INVALID_PARAMETER");
  });

  test("removing a widget's element before it loads rejects", async () => {
    const ended = await story.visit.withWidgets(`
      const rendering = widgets.renderPaymentMethods({ selector: "#methods" });
      document.getElementById("methods").remove();
      await rendering;`);
    expect(ended.code).toBe("USER_CANCEL");
  });
});
