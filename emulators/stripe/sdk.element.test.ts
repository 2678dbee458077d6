// @module-tag slow
import type { Page } from "playwright";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { longTest } from "../../testing/load";
import { barriersOn } from "../testing/barriers";
import { browserIsHere, patience } from "../testing/browser";
import type { Wish } from "../testing/stripe-page";
import { openStripeShop, type StripeShop } from "../testing/stripe-shop";

describe.skipIf(!browserIsHere).each([
  ["@stripe/stripe-js", "plain"],
  ["@stripe/react-stripe-js", "react"],
] as const)("a shop with the Payment Element, by %s", patience, (_, kind) => {
  let shop: StripeShop;
  let page: Page;
  let elsewhere: string[];

  beforeAll(async () => {
    shop = await openStripeShop();
  }, patience.timeout);
  beforeEach(async () => {
    page = await shop.openPage();
    elsewhere = [];
    page.on("request", (request) => {
      const url = request.url();
      if (![shop.url, shop.gatewayUrl, "data:"].some((own) => url.startsWith(own))) elsewhere.push(url);
    });
  });
  afterAll(() => shop.close());

  const element = () => page.frameLocator("iframe[title='카드 정보 입력']");
  const challenge = () => page.frameLocator("dialog iframe[title='카드 본인 인증']");
  const testCard = (name: string) => element().getByRole("button", { name: new RegExp(`^${name} [\\d ]+$`) });
  const order = () => page.getByRole("button", { name: "Order" }).click();
  const said = async () => {
    const status = page.getByRole("status");
    await status.filter({ hasText: /./ }).waitFor();
    return status.textContent();
  };
  const state = (text: string) => page.locator("[data-state]").filter({ hasText: text }).waitFor();

  async function atOrderForm(wish: Partial<Wish> = {}) {
    const intent = await shop.intent();
    await page.goto(shop.orderForm(kind, { secret: intent.client_secret ?? "", locale: "ko", ...wish }));
    await state("ready");
    return intent;
  }
  const look = (id: string) => shop.sdk.paymentIntents.retrieve(id);

  test("pays, with requests to the shop and the gateway only", async () => {
    const { id } = await atOrderForm();
    await testCard("정상 승인").click();
    await state("complete");
    await order();
    expect(await said()).toBe("paid: succeeded");
    expect((await look(id)).status).toBe("succeeded");
    expect(elsewhere).toEqual([]);
  });

  test("pays with a typed card, which the shop's page never sees", async () => {
    await atOrderForm();
    await element().getByLabel("카드 번호").click();
    await page.keyboard.type("4242424242424242");
    await page.keyboard.type("1234");
    await page.keyboard.type("123");
    await state("complete");
    expect(await page.evaluate("document.documentElement.outerHTML")).not.toMatch(/4242 ?4242/);
    await order();
    expect(await said()).toBe("paid: succeeded");
  });

  test("reports missing fields, beside the field and to the shop", async () => {
    const { id } = await atOrderForm();
    await element().getByLabel("카드 번호").fill("4242 4242");
    await state("incomplete");
    await order();
    expect(await said()).toContain("validation_error incomplete_number");
    await element().getByText("카드 번호를 끝까지 입력하세요.").waitFor();
    await element().getByLabel("카드 번호").fill("4242 4242 4242 4241");
    await order();
    await page.getByRole("status").filter({ hasText: "invalid_number" }).waitFor();
    await testCard("정상 승인").click();
    await element().getByLabel("보안 코드").fill("1");
    await order();
    await page.getByRole("status").filter({ hasText: "incomplete_cvc" }).waitFor();
    expect((await look(id)).status).toBe("requires_payment_method");
  });

  test("does not move the shop's button while it is pressed", async () => {
    await atOrderForm();
    await element().getByLabel("카드 번호").fill("4242 4242");
    const button = page.getByRole("button", { name: "Order" });
    await button.hover();
    const before = await button.boundingBox();
    await page.mouse.down();
    await element()
      .locator("html")
      .evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    expect(await button.boundingBox()).toEqual(before);
    await page.mouse.up();
    expect(await said()).toContain("validation_error incomplete_number");
  });

  test("shows a decline in the buyer's language, and then pays", async () => {
    const { id } = await atOrderForm();
    await testCard("잔액 부족").click();
    await order();
    expect(await said()).toContain("card_error card_declined insufficient_funds: 카드의 잔액이 부족합니다.");
    await testCard("정상 승인").click();
    await order();
    await page.getByRole("status").filter({ hasText: "paid: succeeded" }).waitFor();
    expect((await look(id)).status).toBe("succeeded");
  });

  test("pays after 3-D Secure over the shop's page", async () => {
    const { id } = await atOrderForm();
    await testCard("본인 인증\\(3D 보안\\) 뒤 승인").click();
    await order();
    await challenge().getByRole("button", { name: "인증 완료" }).click();
    expect(await said()).toBe("paid: succeeded");
    expect(await page.locator("dialog").count()).toBe(0);
    expect((await look(id)).status).toBe("succeeded");
  });

  test.each([
    ["fails it", () => challenge().getByRole("button", { name: "인증 실패" }).click()],
    [
      "closes it",
      async () => {
        await challenge().getByRole("button", { name: "인증 실패" }).waitFor();
        await page.keyboard.press("Escape");
      },
    ],
  ])("does not pay if the buyer is challenged and %s", async (_, answer) => {
    const { id } = await atOrderForm();
    await testCard("본인 인증\\(3D 보안\\) 뒤 승인").click();
    await order();
    await answer();
    expect(await said()).toMatch(/payment_intent_authentication_failure.*본인 인증에 실패했습니다/);
    expect((await look(id)).status).toBe("requires_payment_method");
  });

  test("redirects to the return_url with `redirect: always`", async () => {
    const { id, client_secret } = await atOrderForm({ redirect: "always" });
    await testCard("정상 승인").click();
    await order();
    await page.waitForURL(/\/done/);
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
      order: "7",
      payment_intent: id,
      payment_intent_client_secret: client_secret,
      redirect_status: "succeeded",
    });
  });

  test("stays on the page when such a payment is declined", async () => {
    await atOrderForm({ redirect: "always" });
    await testCard("승인 거절").click();
    await order();
    expect(await said()).toContain("card_error card_declined generic_decline");
  });

  test("can be created with an amount, and with the payment only when the buyer pays", async () => {
    const { id } = await atOrderForm({ later: { amount: 62_000, currency: "krw" } });
    await order();
    expect(await said()).toContain("validation_error incomplete_number");
    await testCard("정상 승인").click();
    await order();
    await page.getByRole("status").filter({ hasText: "paid: succeeded" }).waitFor();
    expect((await look(id)).status).toBe("succeeded");
  });

  test("does not pay another amount than it named", async () => {
    const { id } = await atOrderForm({ later: { amount: 1_000, currency: "krw" } });
    await testCard("정상 승인").click();
    await order();
    expect(await said()).toContain("invalid_request_error");
    expect((await look(id)).status).toBe("requires_payment_method");
  });

  test.each([
    ["its payment does not exist", "pi_nobody_secret_nobody", "loaderror resource_missing"],
    ["its payment is over", null, "loaderror payment_intent_unexpected_state"],
  ])("gets a loaderror when %s", async (_, nobodys, told) => {
    const over = await shop.intent();
    await shop.sdk.paymentIntents.cancel(over.id);
    await page.goto(shop.orderForm(kind, { secret: nobodys ?? over.client_secret ?? "" }));
    await state(told);
  });

  test.each([320, 360])(
    "finds no barrier in it, on a screen of %d pixels",
    longTest(120_000),
    async (width) => {
      page = await shop.openPage({ viewport: { width, height: 740 } });
      await atOrderForm();
      await element().getByText("다른 테스트 카드").click();
      await order();
      await said();
      expect(await barriersOn(page)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      await testCard("본인 인증\\(3D 보안\\) 뒤 승인").click();
      await order();
      await challenge().getByRole("button", { name: "인증 완료" }).waitFor();
      expect(await barriersOn(page)).toEqual([]);
    },
  );
});
