// @module-tag slow
import type { Page } from "playwright";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { longTest } from "../../testing/load";
import { barriersOn } from "../testing/barriers";
import { browserIsHere, patience } from "../testing/browser";
import { openStripeShop, type StripeShop } from "../testing/stripe-shop";

describe.skipIf(!browserIsHere)("a shopper on the hosted Checkout page", patience, () => {
  let shop: StripeShop;
  let page: Page;

  beforeAll(async () => {
    shop = await openStripeShop();
  }, patience.timeout);
  beforeEach(async () => {
    page = await shop.openPage();
  });
  afterAll(() => shop.close());

  const payButton = (on = page) => on.getByRole("button", { name: /결제하기$/ });
  const testCard = (name: string, on = page) =>
    on.getByRole("button", { name: new RegExp(`^${name} [\\d ]+$`) });
  const trouble = (on = page) => on.locator("main > [role=alert]");
  const session = (id: string) => shop.sdk.checkout.sessions.retrieve(id, { expand: ["payment_intent"] });

  /** Opens the page of a new session. */
  async function atCheckout(wish: Parameters<StripeShop["checkout"]>[0] = {}, on = page) {
    const made = await shop.checkout({ customer_email: "mina@example.com", ...wish });
    await on.goto(made.url ?? "");
    return made;
  }

  test("sees the items and the total in the currency's own format", async () => {
    await atCheckout({ amount: 62_000 });
    const order = page.getByRole("region", { name: "주문 내역" });
    expect(await order.textContent()).toContain("티셔츠");
    expect(await order.textContent()).toContain("62,000원");
    expect(await page.getByLabel("이메일").inputValue()).toBe("mina@example.com");
    await page.getByRole("complementary", { name: "테스트 결제" }).waitFor();
    await page.getByRole("button", { name: "62,000원 결제하기" }).waitFor();
  });

  test("reads it in the shop's locale, or else in their own language", async () => {
    const english = await shop.checkout({ locale: "en", currency: "usd", amount: 1_250 });
    await page.goto(english.url ?? "");
    await page.getByRole("button", { name: "Pay $12.50" }).waitFor();
    const own = await shop.openPage({ locale: "en-US" });
    await own.goto((await shop.checkout({ locale: "auto" })).url ?? "");
    await own.getByRole("button", { name: "Pay ₩62,000" }).waitFor();
  });

  test("pays and is redirected to the shop with the session id", async () => {
    const { id } = await atCheckout();
    await testCard("정상 승인").click();
    await payButton().click();
    await page.waitForURL(`${shop.url}/done?session=${id}`);
    const paid = await session(id);
    expect(paid).toMatchObject({ status: "complete", payment_status: "paid" });
    expect(paid.customer_details).toMatchObject({ email: "mina@example.com", name: "테스트 구매자" });
  });

  test("types a card number key by key", async () => {
    const { id } = await atCheckout();
    await page.getByLabel("카드 번호").click();
    await page.keyboard.type("4242424242424242");
    await page.keyboard.type("434");
    await page.keyboard.type("123");
    await page.getByLabel("카드 소유자 이름").fill("박민아");
    expect(await page.getByLabel("카드 번호").inputValue()).toBe("4242 4242 4242 4242");
    expect(await page.getByLabel("유효 기간").inputValue()).toBe("04 / 34");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/done/);
    expect((await session(id)).customer_details?.name).toBe("박민아");
  });

  test("sees an error beside each wrong field", async () => {
    const { id } = await atCheckout();
    await page.getByLabel("이메일").fill("mina");
    await page.getByLabel("카드 번호").fill("4242 4242 4242 4241");
    await page.getByLabel("유효 기간").fill("01 / 20");
    await payButton().click();
    await page.getByText("카드 번호가 올바르지 않습니다.").waitFor();
    await page.getByText("유효 기간의 연도가 지났습니다.").waitFor();
    await page.getByText("보안 코드를 끝까지 입력하세요.").waitFor();
    await page.getByText("이메일 주소를 확인하세요.").waitFor();
    expect(await page.getByLabel("이메일").evaluate((field) => field === document.activeElement)).toBe(true);
    expect(await session(id)).toMatchObject({ status: "open", payment_intent: null });
  });

  test("is declined, stays on the page and pays with another card", async () => {
    const { id } = await atCheckout();
    await testCard("잔액 부족").click();
    await payButton().click();
    expect(await trouble().textContent()).toContain("카드의 잔액이 부족합니다.");
    expect((await session(id)).status).toBe("open");
    await testCard("정상 승인").click();
    await payButton().click();
    await page.waitForURL(/\/done/);
    expect((await session(id)).payment_status).toBe("paid");
  });

  test("passes 3-D Secure", async () => {
    const { id } = await atCheckout();
    await testCard("본인 인증\\(3D 보안\\) 뒤 승인").click();
    await payButton().click();
    await page.getByRole("heading", { name: "카드 본인 인증" }).waitFor();
    await page.getByRole("button", { name: "인증 완료" }).click();
    await page.waitForURL(`${shop.url}/done?session=${id}`);
    expect((await session(id)).payment_status).toBe("paid");
  });

  test("fails 3-D Secure, is told so, and tries again", async () => {
    const { id } = await atCheckout();
    await testCard("본인 인증\\(3D 보안\\) 뒤 승인").click();
    await payButton().click();
    await page.getByRole("button", { name: "인증 실패" }).click();
    await page.waitForURL(/\/c\/pay\//);
    expect(await trouble().textContent()).toContain("본인 인증에 실패했습니다.");
    await testCard("정상 승인").click();
    await payButton().click();
    await page.waitForURL(/\/done/);
    expect((await session(id)).payment_status).toBe("paid");
  });

  test("passes 3-D Secure with a card that is then declined", async () => {
    await atCheckout();
    await page.getByText("다른 테스트 카드").click();
    await testCard("본인 인증\\(3D 보안\\)은 되지만 승인 거절").click();
    await payButton().click();
    await page.getByRole("button", { name: "인증 완료" }).click();
    await page.waitForURL(/\/c\/pay\//);
    expect(await trouble().textContent()).toContain("승인을 거절했습니다");
  });

  test("pays by bank debit; the session is complete but unpaid", async () => {
    const { id, url } = await shop.checkout({
      currency: "usd",
      amount: 5_000,
      customer_email: "mina@example.com",
    });
    await page.goto(url ?? "");
    await page.getByRole("radio", { name: "은행 계좌 출금 (미국)" }).check();
    await page.getByLabel("예금주 이름").fill("Mina Park");
    await payButton().click();
    await page.waitForURL(/\/done/);
    expect(await session(id)).toMatchObject({ status: "complete", payment_status: "unpaid" });
  });

  test("is not offered a US bank account for won", async () => {
    await atCheckout();
    expect(await page.getByRole("radio").count()).toBe(0);
  });

  test("goes back to the shop without paying", async () => {
    const { id } = await atCheckout();
    await page.getByRole("link", { name: "상점으로 돌아가기" }).click();
    await page.waitForURL(`${shop.url}/cart`);
    expect((await session(id)).status).toBe("open");
  });

  test("pays without JavaScript, also with a test card button", async () => {
    const plain = await shop.openPage({ javaScriptEnabled: false });
    const { id } = await atCheckout({}, plain);
    await plain.getByLabel("카드 소유자 이름").fill("박민아");
    await testCard("승인 거절", plain).click();
    expect(await plain.getByLabel("카드 번호").inputValue()).toBe("4000 0000 0000 0002");
    expect(await plain.getByLabel("카드 소유자 이름").inputValue()).toBe("박민아");
    await payButton(plain).click();
    expect(await trouble(plain).textContent()).toContain("결제되지 않았습니다");
    await testCard("정상 승인", plain).click();
    await plain.getByLabel("보안 코드").press("Enter");
    await plain.waitForURL(`${shop.url}/done?session=${id}`);
    expect((await session(id)).payment_status).toBe("paid");
  });

  test("presses Pay twice and pays once", async () => {
    const { id } = await atCheckout();
    await testCard("정상 승인").click();
    await payButton().dblclick();
    await page.waitForURL(/\/done/);
    const charges = await shop.sdk.charges.list({
      payment_intent: ((await session(id)).payment_intent as { id: string }).id,
    });
    expect(charges.data).toHaveLength(1);
  });

  test("pays in one tab while the page is open in another", async () => {
    const { id, url } = await atCheckout();
    const other = await shop.openPage();
    await other.goto(url ?? "");
    await testCard("정상 승인").click();
    await payButton().click();
    await page.waitForURL(/\/done/);
    await testCard("정상 승인", other).click();
    await payButton(other).click();
    await other.waitForURL(`${shop.url}/done?session=${id}`);
    await other.goto(url ?? "");
    await other.waitForURL(`${shop.url}/done?session=${id}`);
  });

  test("finds an expired session with a link back to the shop", async () => {
    const { id, url } = await atCheckout();
    await shop.sdk.checkout.sessions.expire(id);
    await testCard("정상 승인").click();
    await payButton().click();
    await page.getByRole("heading", { name: "결제 시간이 지났습니다" }).waitFor();
    await page.goto(url ?? "");
    await page.getByRole("link", { name: "상점으로 돌아가기" }).click();
    await page.waitForURL(`${shop.url}/cart`);
  });

  test("opens an unknown session", async () => {
    await page.goto(`${shop.gatewayUrl}/c/pay/cs_test_nobody`);
    await page.getByRole("heading", { name: "그런 결제 페이지가 없습니다" }).waitFor();
    await page.goto(`${shop.gatewayUrl}/challenge/pi_nobody`);
    await page.getByRole("heading", { name: "기다리는 인증이 없습니다" }).waitFor();
  });

  test.each([
    ["passes", "인증 완료", "succeeded", "succeeded"],
    ["fails", "인증 실패", "failed", "requires_payment_method"],
  ])("%s the challenge of a payment confirmed by a server", async (_, answer, redirectStatus, status) => {
    const { id, client_secret, next_action } = await shop.intent({
      confirm: true,
      payment_method: "pm_card_threeDSecure2Required",
      return_url: `${shop.url}/done?order=7`,
    });
    await page.goto(next_action?.redirect_to_url?.url ?? "");
    await page.getByText("•••• 3220").waitFor();
    await page.getByRole("button", { name: answer }).click();
    await page.waitForURL(/\/done/);
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
      order: "7",
      payment_intent: id,
      payment_intent_client_secret: client_secret,
      redirect_status: redirectStatus,
    });
    expect((await shop.sdk.paymentIntents.retrieve(id)).status).toBe(status);
  });

  test(
    "meets no accessibility violation and no horizontal scrolling on any page",
    longTest(120_000),
    async () => {
      page = await shop.openPage({ viewport: { width: 320, height: 740 } });
      const fine = async () => {
        expect(await barriersOn(page)).toEqual([]);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);
      };
      const { id, url } = await atCheckout();
      await page.getByText("다른 테스트 카드").click();
      await fine();
      await payButton().click();
      await trouble().waitFor();
      await fine();
      await testCard("본인 인증\\(3D 보안\\) 뒤 승인").click();
      await payButton().click();
      await page.getByRole("heading", { name: "카드 본인 인증" }).waitFor();
      await fine();
      await page.getByRole("button", { name: "인증 실패" }).click();
      await trouble().waitFor();
      await fine();
      await shop.sdk.checkout.sessions.expire(id);
      await page.goto(url ?? "");
      await fine();
      await page.goto((await shop.checkout({ currency: "usd", amount: 5_000 })).url ?? "");
      await page.getByRole("radio", { name: "은행 계좌 출금 (미국)" }).check();
      await fine();
    },
  );
});
