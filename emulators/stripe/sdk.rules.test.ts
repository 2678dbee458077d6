// @module-tag slow
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { browserIsHere, patience } from "../testing/browser";
import { openStripeShop, type StripeShop } from "../testing/stripe-shop";

describe.skipIf(!browserIsHere)("Stripe.js in a shop's page", patience, () => {
  let shop: StripeShop;
  let page: Page;
  let warnings: string[];

  beforeAll(async () => {
    shop = await openStripeShop();
    page = await shop.openPage();
    warnings = [];
    page.on("console", (message) => warnings.push(message.text()));
    const { client_secret } = await shop.intent();
    await page.goto(shop.orderForm("plain", { secret: client_secret ?? "", locale: "en" }));
    await page.locator("[data-state]").filter({ hasText: "ready" }).waitFor();
  }, patience.timeout);
  afterAll(() => shop.close());

  /** Runs shop code with `stripe` and the page's elements in scope, and returns its outcome. */
  const run = (code: string, ...values: string[]): Promise<unknown> =>
    page.evaluate(
      async ([code, values]) => {
        const { shop, Stripe } = window as unknown as { shop: Record<string, unknown>; Stripe: unknown };
        const names = ["stripe", "elements", "element", "Stripe", "values"];
        const given = [shop.stripe, shop.elements, shop.element, Stripe, values];
        try {
          return await new Function(...names, `return (async () => { ${code} })()`)(...given);
        } catch (error) {
          return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        }
      },
      [code, values] as const,
    );

  test("has the version the loader expects", async () => {
    expect(await run("return Stripe.version")).toBe("endive");
    expect(warnings.filter((text) => text.includes("Stripe.js@"))).toEqual([]);
  });

  test("can be called with and without `new`, but not with a secret key", async () => {
    expect(await run(`return typeof new Stripe("pk_test_x").elements`)).toBe("function");
    expect(await run(`return typeof Stripe("pk_test_x").elements`)).toBe("function");
    expect(await run(`Stripe("sk_test_x")`)).toMatch(/^IntegrationError: A secret key/);
    expect(await run(`Stripe("")`)).toMatch(/^IntegrationError/);
  });

  test.each([
    ["redirectToCheckout", "was removed"],
    ["initCheckout", "was removed"],
    ["initEmbeddedCheckout", "was removed"],
    ["createEmbeddedCheckoutPage", "has no embedded Checkout page"],
    ["initCheckoutElementsSdk", "has no Checkout elements"],
    ["createToken", "has no tokens"],
    ["confirmSetup", "has no SetupIntents"],
  ])("%s explains why it is not available", async (name, why) => {
    expect(await run(`stripe.${name}({})`)).toMatch(new RegExp(`^IntegrationError: .*${why}`));
  });

  test.each([
    [
      "methods by their old name",
      `stripe.elements({ mode: "payment", amount: 1, currency: "usd", paymentMethodTypes: ["card"] })`,
    ],
    ["an invalid client secret", `stripe.elements({ clientSecret: "seti_1_secret_2" })`],
    [
      "a client secret together with a mode",
      `stripe.elements({ clientSecret: "pi_1_secret_2", mode: "payment" })`,
    ],
    ["half a cent", `stripe.elements({ mode: "payment", amount: 0.5, currency: "usd" })`],
    ["a currency in capitals", `stripe.elements({ mode: "payment", amount: 100, currency: "USD" })`],
    ["another element than the Payment Element", `elements.create("card")`],
    ["a second Payment Element", `elements.create("payment")`],
    [
      "a selector without an element",
      `stripe.elements({ mode: "payment", amount: 100, currency: "usd" }).create("payment").mount("#nowhere")`,
    ],
    [
      "a payment method from elements that do not create any",
      `await stripe.createPaymentMethod({ elements })`,
    ],
    [
      "to confirm without elements",
      `await stripe.confirmPayment({ confirmParams: { return_url: "https://shop.test" } })`,
    ],
    ["to confirm without a return_url", `await stripe.confirmPayment({ elements })`],
    [
      "a relative return_url",
      `await stripe.confirmPayment({ elements, confirmParams: { return_url: "/done" } })`,
    ],
    ["to retrieve without a client secret", `await stripe.retrievePaymentIntent("pi_1")`],
  ])("refuses %s", async (_, code) => {
    expect(await run(code)).toMatch(/^IntegrationError: /);
  });

  test("refuses to pay before elements.submit()", async () => {
    const code = `
      const later = stripe.elements({ mode: "payment", amount: 62000, currency: "krw" });
      later.create("payment").mount(document.body.appendChild(document.createElement("div")));
      const asked = { elements: later, clientSecret: values[0], redirect: "if_required" };
      await stripe.confirmPayment(asked);`;
    const { client_secret } = await shop.intent();
    expect(await run(code, client_secret ?? "")).toMatch(/^IntegrationError: elements.submit\(\)/);
  });

  test("retrieves a payment by its client secret, with fields for browsers only", async () => {
    const { id, client_secret } = await shop.intent({ metadata: { order_id: "order_7" } });
    const found = await run(
      `return (await stripe.retrievePaymentIntent(values[0])).paymentIntent`,
      client_secret ?? "",
    );
    expect(found).toMatchObject({ id, amount: 62_000, status: "requires_payment_method" });
    expect(found).not.toHaveProperty("metadata");
    const guessed = await run(
      `return (await stripe.retrievePaymentIntent(values[0])).error`,
      `${id}_secret_guess`,
    );
    expect(guessed).toMatchObject({ type: "invalid_request_error", code: "resource_missing" });
  });

  test("continues a payment that a server has confirmed", async () => {
    const { id } = await shop.intent();
    const { client_secret } = await shop.sdk.paymentIntents.confirm(id, {
      payment_method: "pm_card_threeDSecure2Required",
      use_stripe_sdk: true,
      return_url: shop.url,
    });
    const next = run(
      `return (await stripe.handleNextAction({ clientSecret: values[0] })).paymentIntent.status`,
      client_secret ?? "",
    );
    await page.frameLocator("dialog iframe").getByRole("button", { name: "인증 완료" }).click();
    expect(await next).toBe("succeeded");
  });

  test("pays with an existing payment method", async () => {
    const { client_secret } = await shop.intent();
    const paid = `return (await stripe.confirmCardPayment(values[0], { payment_method: "pm_card_visa" })).paymentIntent.status`;
    expect(await run(paid, client_secret ?? "")).toBe("succeeded");
  });

  test("creates a payment method from the element", async () => {
    await run(`
      elements = stripe.elements({ mode: "payment", amount: 100, currency: "usd", paymentMethodCreation: "manual" });
      const place = document.body.appendChild(document.createElement("section"));
      elements.create("payment").mount(place);
      window.manual = elements;`);
    const make = `return await stripe.createPaymentMethod({ elements: manual, params: { billing_details: { name: "Mina" } } })`;
    await page
      .frameLocator("section iframe")
      .getByRole("button", { name: /^정상 승인 4242/ })
      .click();
    expect(await run(make)).toMatch(/^IntegrationError: elements.submit\(\)/);
    expect(await run("return await manual.submit()")).toEqual({ selectedPaymentMethod: "card" });
    expect(await run(make)).toMatchObject({
      paymentMethod: { type: "card", card: { last4: "4242" }, billing_details: { name: "Mina" } },
    });
  });

  test("changes its language with the shop's, and uses its appearance", async () => {
    await run(
      `await elements.update({ locale: "ko", appearance: { theme: "night", variables: { colorPrimary: "#ff0000" } } })`,
    );
    const korean = page.frameLocator("#payment iframe[title='카드 정보 입력']");
    await korean.getByLabel("카드 번호").waitFor();
    const root = korean.locator("html[data-theme=night]");
    await root.waitFor();
    expect(await root.evaluate((html) => html.style.getPropertyValue("--accent"))).toBe("#ff0000");
  });

  test("lets the shop create a new element after destroying the old one", async () => {
    await run(`element.destroy()`);
    expect(await run(`return elements.getElement("payment")`)).toBe(null);
    expect(await run(`element.mount("main")`)).toMatch(/^IntegrationError: .*destroyed/);
    await run(`elements.create("payment").mount("#payment")`);
    await page.frameLocator("#payment iframe").getByLabel("카드 번호").waitFor();
  });

  test("answers only the page it was created for", async () => {
    const frame = await fetch(`${shop.gatewayUrl}/elements/payment?origin=${shop.url}`);
    expect(frame.headers.get("content-security-policy")).toContain(`frame-ancestors ${shop.url}`);
    expect((await fetch(`${shop.gatewayUrl}/elements/payment?origin=*`)).status).toBe(404);
  });
});
