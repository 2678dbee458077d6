import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  type BrowserShop,
  browserIsHere,
  openBrowserShop,
  patience,
  placeWidgets,
  type Visit,
} from "../testing/browser";
import { apiKeys, widgetKeys } from "../testing/merchant";

describe.skipIf(!browserIsHere)("a shop that uses the SDK wrongly", patience, () => {
  let shop: BrowserShop;
  let visit: Visit;

  beforeAll(async () => {
    shop = await openBrowserShop();
  }, patience.timeout);
  beforeEach(async () => {
    visit = await shop.visit();
  });
  afterAll(() => shop.close());

  test.each([
    ["an API key for widgets", apiKeys.client, "widgets", "anyone_1", "NOT_SUPPORTED_API_INDIVIDUAL_KEY"],
    ["a widget key for a payment", widgetKeys.client, "payment", "anyone_1", "NOT_SUPPORTED_WIDGET_KEY"],
    ["an unknown key", "test_gck_unknown", "widgets", "anyone_1", "INVALID_CLIENT_KEY"],
    ["a secret key as the customer's", widgetKeys.client, "widgets", widgetKeys.secret, "INSECURE_KEY_USAGE"],
    ["a customer key with a blank", widgetKeys.client, "widgets", "my name", "INVALID_CUSTOMER_KEY"],
  ])("with %s is refused", async (_, clientKey, product, customerKey, code) => {
    const ended = await visit.page.evaluate(
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
      "renders before it says the amount",
      `widgets.renderPaymentMethods({ selector: "#methods" })`,
      "NOT_SETUP_AMOUNT",
    ],
    ["says a negative amount", `widgets.setAmount({ value: -1, currency: "KRW" })`, "INVALID_AMOUNT_VALUE"],
    [
      "says an amount in dollars",
      `widgets.setAmount({ value: 1, currency: "USD" })`,
      "INVALID_AMOUNT_CURRENCY",
    ],
    [
      "says an amount and more",
      `widgets.setAmount({ value: 1, currency: "KRW", tax: 1 })`,
      "INVALID_PARAMETERS",
    ],
    [
      "names a false variant",
      `widgets.renderAgreement({ selector: "#agreement", variantKey: "?" })`,
      "INVALID_VARIANT_KEY",
    ],
    ["names no element", `widgets.renderAgreement({ selector: "#nowhere" })`, "INVALID_SELECTOR"],
    ["calls a method of the first version", `sdk.requestPayment("카드", {})`, "V1_METHOD_NOT_SUPPORTED"],
  ])("and %s is refused", async (_, step, code) => {
    expect((await visit.withWidgets(`return ${step}`, 0)).code).toBe(code);
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
  ])("and renders %s is refused", async (_, step, code) => {
    expect((await visit.withWidgets(step)).code).toBe(code);
  });

  test("but destroys a widget first may render it again", async () => {
    const again = `${placeWidgets}
      await methods.destroy();
      await agreement.destroy();
      await widgets.renderPaymentMethods({ selector: "#methods" });
      await widgets.renderAgreement({ selector: "#agreement" });`;
    expect(await visit.withWidgets(again)).toEqual({ value: null });
    expect(await visit.page.locator("iframe").count()).toBe(2);
  });

  test("and listens to an event that does not exist is refused", async () => {
    const ended = await visit.withWidgets(`${placeWidgets} methods.on("changed", () => {})`);
    expect(ended.code).toBe("INVALID_PARAMETER");
  });

  test("and asks to pay before anything is rendered is refused", async () => {
    const ended = await visit.withWidgets(
      `await widgets.requestPayment({ orderId: "order_1", orderName: "x" })`,
    );
    expect(ended.code).toBe("NOT_SELECTED_PAYMENT_METHOD");
  });

  test("and asks to pay nothing is refused", async () => {
    const ended = await visit.withWidgets(
      `await widgets.setAmount({ value: 0, currency: "KRW" });
       await widgets.requestPayment({ orderId: "order_1", orderName: "x" })`,
    );
    expect(ended.code).toBe("BELOW_ZERO_AMOUNT");
  });

  test.each([
    ["no order name", { orderName: undefined }, "INVALID_PARAMETERS"],
    ["an unknown property", { amount: 62_000 }, "INVALID_PARAMETERS"],
    ["an order id that is too short", { orderId: "five5" }, "INVALID_ORDER_ID"],
    ["a phone number with dashes", { customerMobilePhone: "010-1234-5678" }, "INVALID_PARAMETERS"],
    [
      "too much metadata",
      { metadata: { a: "1", b: "2", c: "3", d: "4", e: "5", f: "6" } },
      "INVALID_METADATA",
    ],
    [
      "a relative success URL",
      { successUrl: "/ok", failUrl: "http://a.test/" },
      "INCORRECT_SUCCESS_URL_FORMAT",
    ],
    ["a success URL alone", { successUrl: "http://a.test/" }, "INCORRECT_FAIL_URL_FORMAT"],
  ])("and asks to pay with %s is refused", async (_, request, code) => {
    const order = JSON.stringify({ orderId: "order_1", orderName: "티셔츠", ...request });
    expect((await visit.withWidgets(`await widgets.requestPayment(${order})`)).code).toBe(code);
  });
});
