// @module-tag slow
import type { Page } from "playwright";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { longTest } from "../../testing/load";
import { barriersOn } from "../testing/barriers";
import { browserIsHere, patience } from "../testing/browser";
import { openWebhookShop, type WebhookShop } from "../testing/shop";
import { openStripeShop, type StripeShop } from "../testing/stripe-shop";

describe.skipIf(!browserIsHere)("a person at Stripe's control page, without JavaScript", patience, () => {
  let shop: StripeShop;
  let webhooks: WebhookShop;
  let page: Page;
  let orders = 0;

  beforeAll(async () => {
    shop = await openStripeShop();
    webhooks = await openWebhookShop();
    await shop.control("PUT", "/webhooks/targets", { urls: [webhooks.url] });
    page = await shop.openPage({ javaScriptEnabled: false });
  }, patience.timeout);
  beforeEach(() => page.goto(`${shop.gatewayUrl}/control`));
  afterAll(async () => {
    await shop.close();
    await webhooks.close();
  });

  const button = (name: string) => page.getByRole("button", { name, exact: true });
  const news = () => page.getByRole("status").textContent();
  const payments = () => page.getByRole("region", { name: "최근 결제" });
  const look = (id: string) => shop.sdk.paymentIntents.retrieve(id, { expand: ["latest_charge.refunds"] });

  async function findOrder(order: string) {
    await page.getByRole("textbox", { name: "주문번호" }).first().fill(order);
    await button("찾기").click();
  }

  /** A payment of a new order, alone on the page. */
  async function aPayment(
    paymentMethod = "pm_card_visa",
    more: { currency?: string; capture_method?: "manual" } = {},
  ) {
    const order = `order_${++orders}`;
    const intent = await shop.intent({
      ...more,
      metadata: { order_id: order },
      confirm: true,
      payment_method: paymentMethod,
      return_url: shop.url,
    });
    await findOrder(order);
    return intent.id;
  }

  test("gets there from the start page, which shows the keys", async () => {
    await page.goto(shop.gatewayUrl);
    await page.getByText("pk_test_emulator000000000000000000").waitFor();
    await page.getByRole("link", { name: "조작판 열기" }).click();
    await page.getByRole("heading", { name: "조작판" }).waitFor();
  });

  test("makes a bank debit succeed", async () => {
    const id = await aPayment("pm_usBankAccount_processing", { currency: "usd" });
    await button("입금됨").click();
    expect(await news()).toBe("처리했습니다.");
    expect((await look(id)).status).toBe("succeeded");
    await payments().getByText("결제됨").waitFor();
  });

  test("makes a bank debit fail", async () => {
    const id = await aPayment("pm_usBankAccount_processing", { currency: "usd" });
    await button("입금 실패").click();
    expect((await look(id)).status).toBe("requires_payment_method");
  });

  test("passes and fails a challenge", async () => {
    const passed = await aPayment("pm_card_threeDSecure2Required");
    await button("인증 완료").click();
    expect((await look(passed)).status).toBe("succeeded");
    const failed = await aPayment("pm_card_threeDSecure2Required");
    await button("인증 실패").click();
    expect((await look(failed)).last_payment_error?.code).toBe("payment_intent_authentication_failure");
  });

  test("captures or cancels an authorized payment", async () => {
    const captured = await aPayment("pm_card_visa", { capture_method: "manual" });
    await button("매입하기").click();
    expect((await look(captured)).status).toBe("succeeded");
    const canceled = await aPayment("pm_card_visa", { capture_method: "manual" });
    await button("취소하기").click();
    expect((await look(canceled)).status).toBe("canceled");
  });

  test("refunds in part, and is told when it is too much", async () => {
    const id = await aPayment();
    await payments().getByText("환불", { exact: true }).click();
    await page.getByLabel(/^금액/).fill("12000");
    await page.getByLabel("사유").selectOption("구매자 요청");
    await button("환불하기").click();
    await payments().getByText("남은 금액 50,000원").waitFor();
    await payments().getByText("환불", { exact: true }).click();
    await page.getByLabel(/^금액/).fill("50001");
    await button("환불하기").click();
    expect(await news()).toContain("is greater than unrefunded amount on charge");
    expect(await look(id)).toMatchObject({ latest_charge: { amount_refunded: 12_000 } });
  });

  test("decides how a pending refund ends", async () => {
    const arrives = await aPayment("pm_card_pendingRefund");
    await payments().getByText("환불", { exact: true }).click();
    await button("환불하기").click();
    await page.getByText("진행 중").waitFor();
    await button("환불 완료").click();
    expect(await statusOfRefund(arrives)).toBe("succeeded");
    const fails = await aPayment("pm_card_pendingRefund");
    await payments().getByText("환불", { exact: true }).click();
    await button("환불하기").click();
    await button("환불 실패").click();
    expect(await statusOfRefund(fails)).toBe("failed");
  });

  test("disputes a payment and decides the dispute", async () => {
    const won = await aPayment();
    await button("이의 제기하기").click();
    await page.getByText("답변 대기").waitFor();
    await button("상점이 이김").click();
    expect(await statusOfDispute(won)).toBe("won");
    const lost = await aPayment();
    await button("이의 제기하기").click();
    await button("상점이 짐").click();
    expect(await statusOfDispute(lost)).toBe("lost");
    const asked = await aPayment();
    await button("카드사가 문의하기").click();
    await button("이의 제기로 넘어감").click();
    expect(await statusOfDispute(asked)).toBe("needs_response");
  });

  async function statusOfDispute(intent: string) {
    return (await shop.sdk.disputes.list({ payment_intent: intent })).data[0]?.status;
  }

  async function statusOfRefund(intent: string) {
    return (await shop.sdk.refunds.list({ payment_intent: intent })).data[0]?.status;
  }

  test("opens a payment page and expires it", async () => {
    const { id } = await shop.checkout({ client_reference_id: "order_page" });
    await findOrder("order_page");
    await page.getByRole("link", { name: "페이지 열기" }).click();
    await page.waitForURL(/\/c\/pay\//);
    await page.goBack();
    await button("만료시키기").click();
    expect((await shop.sdk.checkout.sessions.retrieve(id)).status).toBe("expired");
  });

  test("turns the clock, and a pending debit succeeds", async () => {
    const id = await aPayment("pm_usBankAccount_success", { currency: "usd" });
    for (let day = 0; day < 5; day++) await button("+1일").click();
    expect(await news()).toBe("시계를 돌렸습니다.");
    expect((await look(id)).status).toBe("succeeded");
    await button("지금으로").click();
  });

  test("runs nights until a payment is paid out, and reports the payout short", async () => {
    await shop.control("POST", "/clock", { set: "2031-03-03T10:00:00Z" });
    await aPayment("pm_card_visa", { currency: "usd" });
    const balance = page.getByRole("region", { name: "잔액 거래" });
    await button("다음 밤 보내기").click();
    await balance.getByText("사용 가능 전").waitFor();
    await balance.getByText("결제 · 수수료 $18.28 · 순액 $601.72").waitFor();
    for (let night = 0; night < 2; night++) await button("다음 밤 보내기").click();
    await balance.getByText("지급에 포함").waitFor();
    const payouts = page.getByRole("region", { name: "지급", exact: true });
    const newest = payouts.getByRole("listitem").first();
    await newest.getByText("보내는 중").waitFor();
    await newest.getByText("도착일 2031-03-07").waitFor();
    await newest.getByText("틀리게 알리기", { exact: true }).click();
    await newest.getByLabel(/^얼마나/).fill("25");
    await newest.getByRole("button", { name: "틀리게 알리기 시작" }).click();
    expect(await news()).toBe("지금부터 틀리게 알립니다.");
    const [payout] = (await shop.sdk.payouts.list({ limit: 1 })).data;
    expect(payout?.amount).toBe(60_172 - 25);
    await newest.getByRole("button", { name: "바르게 되돌리기" }).click();
    expect((await shop.sdk.payouts.retrieve(payout?.id ?? "")).amount).toBe(60_172);
    await button("다음 밤 보내기").click();
    await newest.getByText("도착", { exact: true }).waitFor();
    await button("지금으로").click();
  });

  test("makes the next call fail", async () => {
    await page.getByText("고장 내기").first().click();
    await page.getByLabel("어떤 호출").selectOption("결제 만들기");
    await page.getByRole("radio", { name: /^거절/ }).check();
    await page.getByRole("combobox", { name: /^에러 코드/ }).selectOption("card_declined");
    await button("고장 내기").click();
    await page.getByText("거절 결제 만들기").waitFor();
    await expect(shop.intent()).rejects.toMatchObject({ code: "card_declined" });
  });

  test("sees a webhook the shop did not accept, and sends it again", async () => {
    webhooks.answers.push(500);
    await shop.intent({ metadata: { order_id: "order_webhook" } });
    const failed = page.getByText("HTTP 500");
    await expect
      .poll(async () => {
        await page.goto(`${shop.gatewayUrl}/control?order=order_webhook`);
        return failed.count();
      })
      .toBe(1);
    await page.getByText("payment_intent.created").waitFor();
    await button("다시 보내기").click();
    expect(await news()).toBe("웹훅을 다시 보냈고, 상점이 받았습니다.");
  });

  test("is protected from requests of other sites", async () => {
    const id = await aPayment("pm_usBankAccount_processing", { currency: "usd" });
    await page.goto(shop.url);
    const action = `${shop.gatewayUrl}/control/payments/${id}/succeed`;
    await page.setContent(`<form method="post" action="${action}"><button>받기</button></form>`);
    await button("받기").click();
    await page.getByText("다른 사이트에서 보낸 요청은 받지 않습니다.").waitFor();
    expect((await look(id)).status).toBe("processing");
  });

  test("meets no accessibility violation and no horizontal scrolling", longTest(120_000), async () => {
    await shop.checkout();
    for (const locale of ["ko-KR", "en-US"]) {
      const phone = await shop.openPage({ locale, viewport: { width: 320, height: 740 } });
      for (const path of ["/", "/control"]) {
        await phone.goto(shop.gatewayUrl + path);
        await phone.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
        expect(await barriersOn(phone)).toEqual([]);
        expect(await phone.evaluate("document.documentElement.scrollWidth")).toBe(320);
      }
    }
  });
});
