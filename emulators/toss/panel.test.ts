// @module-tag slow
import type { Page } from "playwright";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type BrowserShop, browserIsHere, openBrowserShop, patience } from "../testing/browser";
import { openWebhookShop, type WebhookShop } from "../testing/shop";

describe.skipIf(!browserIsHere)("a person at the control page, without JavaScript", patience, () => {
  let shop: BrowserShop;
  let webhooks: WebhookShop;
  let page: Page;

  beforeAll(async () => {
    shop = await openBrowserShop();
    webhooks = await openWebhookShop();
    await shop.merchant.ask("PUT", "/_control/webhooks/targets", { urls: [webhooks.url] });
    page = await shop.openPage({ javaScriptEnabled: false });
  }, patience.timeout);
  beforeEach(async () => {
    await shop.merchant.ask("POST", "/_control/clock", { reset: true });
    await page.goto(`${shop.gatewayUrl}/control`);
  });
  afterAll(async () => {
    await shop.close();
    await webhooks.close();
  });

  const button = (name: string) => page.getByRole("button", { name, exact: true });
  const news = () => page.getByRole("status").textContent();
  const statusOf = async (paymentKey: string) => (await shop.merchant.look(paymentKey)).body.status;

  async function findOrder(orderId: string) {
    await page.getByRole("textbox", { name: "주문번호" }).first().fill(orderId);
    await button("찾기").click();
  }

  /** A virtual account that waits for its deposit, alone on the page. */
  async function anAccount() {
    const payment = await shop.merchant.buyer({ method: "VIRTUAL_ACCOUNT" });
    await shop.merchant.confirm(payment);
    await findOrder(payment.orderId);
    return payment;
  }

  test("gets there from the start page", async () => {
    await page.goto(shop.gatewayUrl);
    await page.getByRole("link", { name: "조작판 열기" }).click();
    await page.getByRole("heading", { name: "조작판" }).waitFor();
  });

  test("reads it in English", async () => {
    const english = await shop.openPage({ locale: "en-US" });
    await english.goto(`${shop.gatewayUrl}/control`);
    await english.getByRole("heading", { name: "Recent payments" }).waitFor();
    await english.close();
  });

  test("deposits into a virtual account and reverses the deposit", async () => {
    const { paymentKey } = await anAccount();
    await button("입금하기").click();
    expect(await news()).toBe("처리했습니다.");
    expect(await statusOf(paymentKey)).toBe("DONE");
    await button("입금 되돌리기").click();
    expect(await statusOf(paymentKey)).toBe("WAITING_FOR_DEPOSIT");
    await button("계좌 취소").click();
    expect(await statusOf(paymentKey)).toBe("CANCELED");
  });

  test("lets an account expire and deposits late", async () => {
    const { paymentKey } = await anAccount();
    await button("만료시키기").click();
    await page.getByText("(기한 지남)").waitFor();
    await button("늦게 입금하기").click();
    expect(await statusOf(paymentKey)).toBe("DONE");
  });

  test("turns the clock to an account's due date", async () => {
    await anAccount();
    await button("기한까지 시계 돌리기").click();
    expect(await news()).toBe("시계를 돌렸습니다.");
    await page.getByText("(기한 지남)").waitFor();
  });

  test("turns the clock forward and back to now", async () => {
    const time = async () => Date.parse((await page.locator("time").getAttribute("datetime")) ?? "");
    const before = await time();
    await button("+1일").click();
    await button("+1시간").click();
    await button("+10분").click();
    const minutes = (await time()) - before;
    expect(Math.round(minutes / 60_000)).toBeGreaterThanOrEqual(24 * 60 + 70);
    await button("지금으로").click();
    expect(Math.abs((await time()) - Date.now())).toBeLessThan(60_000);
  });

  /** A paid order, alone on the page, on a Monday in Seoul. */
  async function aPaidOrder() {
    await shop.merchant.ask("POST", "/_control/clock", { set: "2027-03-08T12:00:00+09:00" });
    const payment = await shop.merchant.buyer({ amount: 15_000 });
    await shop.merchant.confirm(payment);
    await findOrder(payment.orderId);
    return payment;
  }
  const settlement = () => page.getByRole("region", { name: "정산", exact: true });

  test("runs the night, and sees what is settled and acquired", async () => {
    await aPaidOrder();
    await settlement().getByText("자정부터 조회됨").waitFor();
    await page.getByText("매입 전").waitFor();
    await button("다음 밤 보내기").click();
    expect(await page.locator("time").textContent()).toMatch(/^2027-03-09 01:30/);
    await settlement().getByText("지급 예정").waitFor();
    await settlement().getByText("수수료 338원 (부가세 31원 포함) · 지급액 14,662원").waitFor();
    await settlement().getByText("매출일 2027-03-08 → 지급일 2027-03-15").waitFor();
    await page.getByText("매입 요청").waitFor();
  });

  test("reports a settlement wrongly, and correctly again", async () => {
    await aPaidOrder();
    await button("다음 밤 보내기").click();
    const day = { startDate: "2027-03-08", endDate: "2027-03-08", size: "5000" };
    const fees = async () =>
      (await shop.merchant.ask<{ fee: number }[]>("GET", `/v1/settlements?${new URLSearchParams(day)}`)).body
        .slice(-1)
        .map(({ fee }) => fee);
    expect(await fees()).toEqual([338]);
    await settlement().getByText("틀리게 알리기", { exact: true }).click();
    await page.getByLabel("무엇을 틀리게").selectOption("다른 수수료");
    await page.getByLabel(/^얼마나/).fill("7");
    await button("틀리게 알리기 시작").click();
    expect(await news()).toBe("지금부터 틀리게 알립니다.");
    expect(await fees()).toEqual([345]);
    await settlement().getByText("다른 수수료 (7)").waitFor();
    await button("바르게 되돌리기").click();
    expect(await news()).toBe("다시 바르게 알립니다.");
    expect(await fees()).toEqual([338]);
  });

  test("changes a merchant's contract, and acquires a payment by hand", async () => {
    const contract = page.getByRole("region", { name: "정산 계약" }).getByRole("listitem").first();
    await contract.getByText("계약 바꾸기").first().click();
    await contract.getByLabel("정산 주기").selectOption("매월");
    await contract.getByLabel("카드 매입").selectOption("수동");
    await contract.getByRole("button", { name: "계약 바꾸기" }).click();
    await contract.getByText("emu_widget · 매월 · 4영업일 · 카드 매입 수동").waitFor();
    await aPaidOrder();
    await settlement().getByText("매입 기다리는 중").waitFor();
    await button("매입하기").click();
    await settlement().getByText("매출일 2027-03-31 → 지급일 2027-04-07").waitFor();
    await shop.merchant.control("PUT", "/contracts/emu_widget", {});
  });

  test("refunds in part, and is told when it is too much", async () => {
    const payment = await shop.merchant.buyer({ amount: 15_000 });
    await shop.merchant.confirm(payment);
    await findOrder(payment.orderId);
    await page.getByText("환불", { exact: true }).click();
    await page.getByLabel(/^금액/).fill("5000");
    await button("환불하기").click();
    await page.getByText("남은 금액 10,000원").waitFor();
    await page.getByText("환불", { exact: true }).click();
    await page.getByLabel(/^금액/).fill("10001");
    await button("환불하기").click();
    expect(await news()).toContain("NOT_CANCELABLE_AMOUNT");
  });

  test("refunds a deposit to the named account", async () => {
    const { paymentKey } = await anAccount();
    await button("입금하기").click();
    await page.getByText("환불", { exact: true }).click();
    await page.getByLabel("환불 계좌번호").fill("12345678901234");
    await button("환불하기").click();
    expect(await news()).toContain("INVALID_REQUEST");
    await page.getByText("환불", { exact: true }).click();
    await page.getByLabel("환불 계좌번호").fill("12345678901234");
    await page.getByLabel("예금주").fill("예금주불일치");
    await button("환불하기").click();
    expect(await news()).toContain("INVALID_REFUND_ACCOUNT_INFO");
    await page.getByText("환불", { exact: true }).click();
    await page.getByLabel("환불 계좌번호").fill("12345678901234");
    await page.getByLabel("예금주").fill("박민아");
    await button("환불하기").click();
    expect(await statusOf(paymentKey)).toBe("CANCELED");
  });

  test("makes the next confirm fail after acting", async () => {
    const payment = await shop.merchant.buyer();
    await page.getByText("고장 내기").first().click();
    await page.getByRole("radio", { name: /하고 나서 500/ }).check();
    await page.getByLabel(/^이 주문번호만/).fill(payment.orderId);
    await button("고장 내기").click();
    await page.getByText("하고 나서 500 결제 승인").waitFor();
    expect((await shop.merchant.confirm(payment)).status).toBe(500);
    expect(await statusOf(payment.paymentKey)).toBe("DONE");
    await page.reload();
    await page.getByText("걸려 있는 고장이 없습니다.").waitFor();
  });

  test("holds an answer, sees it held, and releases it", async () => {
    const payment = await shop.merchant.buyer();
    await page.getByText("고장 내기").first().click();
    await page.getByRole("radio", { name: /하기 전에 붙잡기/ }).check();
    await page.getByLabel(/^이 주문번호만/).fill(payment.orderId);
    await button("고장 내기").click();
    const confirmed = shop.merchant.confirm(payment);
    await expect
      .poll(async () => {
        await page.reload();
        return button("붙잡은 것 놓아주기").count();
      })
      .toBe(1);
    await button("붙잡은 것 놓아주기").click();
    expect((await confirmed).status).toBe(200);
  });

  test("clears a fault before it applies", async () => {
    await page.getByText("고장 내기").first().click();
    await page.getByLabel(/^몇 번/).fill("");
    await button("고장 내기").click();
    await page.getByText("풀 때까지", { exact: true }).waitFor();
    await button("고장 풀기").click();
    expect(await news()).toBe("고장을 풀었습니다.");
    const payment = await shop.merchant.buyer();
    expect((await shop.merchant.confirm(payment)).status).toBe(200);
  });

  test("sees a webhook the shop did not accept, and sends it again", async () => {
    webhooks.answers.push(500);
    const payment = await shop.merchant.buyer();
    await shop.merchant.confirm(payment);
    await expect
      .poll(async () => (await shop.merchant.deliveries(payment.orderId)).map(({ attempts }) => attempts))
      .toEqual([1]);
    await findOrder(payment.orderId);
    await page.getByText("HTTP 500").waitFor();
    await button("다시 보내기").click();
    expect(await news()).toBe("웹훅을 다시 보냈고, 상점이 받았습니다.");
    await page.getByText("HTTP 200").waitFor();
  });

  test("is protected from requests of other sites", async () => {
    const payment = await shop.merchant.buyer({ method: "VIRTUAL_ACCOUNT" });
    await shop.merchant.confirm(payment);
    const action = `${shop.gatewayUrl}/control/payments/${payment.paymentKey}/deposit`;
    await page.goto(shop.siteUrl);
    await page.setContent(`<form method="post" action="${action}"><button>받기</button></form>`);
    await button("받기").click();
    await page.getByText("다른 사이트에서 보낸 요청은 받지 않습니다.").waitFor();
    expect(await statusOf(payment.paymentKey)).toBe("WAITING_FOR_DEPOSIT");
  });
});
