import { afterAll, describe, expect, test } from "vitest";
import { apiKeys, openToss, widgetKeys } from "../testing/toss-merchant";

const shop = await openToss();
afterAll(() => shop.close());
let orders = 0;

/** What the SDK sends when a shop's page calls `requestPayment`. */
async function openWindow(wish: Record<string, unknown> = {}) {
  const request = {
    clientKey: widgetKeys.client,
    orderId: `window_${++orders}`,
    orderName: "포스터 <b>A2</b>",
    amount: { value: 62_000, currency: "KRW" },
    taxFreeAmount: 0,
    metadata: null,
    choice: { method: "CARD", company: "61", installmentMonths: 3 },
    successUrl: "http://shop.test/success?cart=7#top",
    failUrl: "http://shop.test/fail",
    windowTarget: "self",
    ...wish,
  };
  const { status, body } = await shop.ask("POST", "/v2/payments", request, { origin: "http://shop.test" });
  const checkoutUrl = String(body.checkoutUrl);

  async function press(action: string, fields: Record<string, string> = {}) {
    const form = new URLSearchParams({ action, ...fields });
    return fetch(checkoutUrl, { method: "POST", body: form, redirect: "manual" });
  }
  return { ...body, orderId: request.orderId, status, checkoutUrl, press };
}

const landedOn = (response: Response) => new URL(response.headers.get("location") ?? "");

describe("the window as a page", () => {
  test("shows the amount, the shop, the card and that it is a test", async () => {
    const { checkoutUrl } = await openWindow();
    const response = await fetch(checkoutUrl, { headers: { "accept-language": "ko-KR" } });
    const page = await response.text();
    for (const shown of [
      "62,000원",
      "포스터 &lt;b&gt;A2&lt;/b&gt;",
      "shop.test",
      "현대 · 3개월",
      "테스트 결제",
    ]) {
      expect(page).toContain(shown);
    }
    expect(response.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    const english = await fetch(checkoutUrl, { headers: { "accept-language": "en-GB,ko;q=0.5" } });
    expect(await english.text()).toContain("Hyundai · 3 months");
  });

  test("redirects to the success URL with the documented parameters and the shop's own", async () => {
    const { press, paymentKey, orderId } = await openWindow();
    const response = await press("approve", { testCard: "approve" });
    expect(response.status).toBe(303);
    const url = landedOn(response);
    expect(url.href.split("?")[0]).toBe("http://shop.test/success");
    expect(url.hash).toBe("#top");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      cart: "7",
      paymentType: "NORMAL",
      orderId,
      paymentKey,
      amount: "62000",
    });
    const { body } = await shop.confirm({ paymentKey, orderId, amount: 62_000 });
    expect(body.card).toMatchObject({ issuerCode: "61", installmentPlanMonths: 3 });
  });

  test("redirects a cancel to the fail URL without the order id", async () => {
    const { press, paymentKey } = await openWindow();
    const url = landedOn(await press("cancel"));
    expect(url.pathname).toBe("/fail");
    expect([...url.searchParams.keys()]).toEqual(["code", "message"]);
    expect(url.searchParams.get("code")).toBe("PAY_PROCESS_CANCELED");
    expect((await shop.look(paymentKey)).body.status).toBe("READY");
  });

  test.each([
    ["a press on decline", "decline", "approve", "PAY_PROCESS_ABORTED"],
    ["a refusal by the card company", "approve", "issuer_refused", "REJECT_CARD_COMPANY"],
  ])("redirects %s to the fail URL with the order id", async (_, action, testCard, code) => {
    const { press, orderId } = await openWindow();
    const url = landedOn(await press(action, { testCard }));
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ code, orderId });
  });

  test("authenticates a card that will be declined at confirm", async () => {
    const { press, paymentKey, orderId } = await openWindow();
    expect(landedOn(await press("approve", { testCard: "lost_or_stolen" })).pathname).toBe("/success");
    const declined = await shop.confirm({ paymentKey, orderId, amount: 62_000 });
    expect(declined.body.code).toBe("INVALID_CARD_LOST_OR_STOLEN");
  });

  test("answers a second press, or a return by the back button, in the same way", async () => {
    const { press, checkoutUrl, paymentKey, orderId } = await openWindow();
    await press("approve");
    expect(landedOn(await press("approve")).pathname).toBe("/success");
    expect(landedOn(await press("cancel")).pathname).toBe("/success");
    await shop.confirm({ paymentKey, orderId, amount: 62_000 });
    expect(await (await fetch(checkoutUrl)).text()).toContain("이미 끝난 결제창입니다");
    expect(landedOn(await press("back")).pathname).toBe("/success");
  });

  test("expires after 30 minutes", async () => {
    const { press, checkoutUrl } = await openWindow();
    await shop.turnClock(30);
    expect(await (await fetch(checkoutUrl)).text()).toContain("결제 시간이 지났습니다");
    expect(landedOn(await press("approve")).searchParams.get("code")).toBe("PAY_PROCESS_ABORTED");
  });

  test("has no payment type with an API key, and lets the buyer choose the card", async () => {
    const { press, checkoutUrl } = await openWindow({
      clientKey: apiKeys.client,
      choice: { method: "CARD", company: null, installmentMonths: 0 },
    });
    expect(await (await fetch(checkoutUrl)).text()).toContain('name="company"');
    const url = landedOn(await press("approve", { company: "41", installmentMonths: "2" }));
    expect(url.searchParams.has("paymentType")).toBe(false);
  });
});

describe("the window as a frame", () => {
  test("can be framed by this shop only, and reports how it ended", async () => {
    const { press, checkoutUrl, paymentKey } = await openWindow({ windowTarget: "iframe" });
    const policy = (await fetch(checkoutUrl)).headers.get("content-security-policy");
    expect(policy).toContain("frame-ancestors http://shop.test");
    const page = await (await press("approve")).text();
    expect(page).toContain("data-ending=");
    expect(page).toContain(paymentKey);
  });
});

describe("the window is not opened for", () => {
  test.each([
    ["an unknown client key", { clientKey: "test_gck_unknown" }, 400, "INVALID_API_KEY"],
    ["an order id that is too short", { orderId: "short" }, 400, "INVALID_REQUEST"],
    ["dollars", { amount: { value: 10, currency: "USD" } }, 400, "INVALID_REQUEST"],
    [
      "installments below 50,000 won",
      { amount: { value: 49_999, currency: "KRW" } },
      400,
      "NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT",
    ],
    [
      "an unknown card company",
      { choice: { method: "CARD", company: "??", installmentMonths: 0 } },
      400,
      "INVALID_REQUEST",
    ],
  ])("%s", async (_, wish, status, code) => {
    const refused = await openWindow(wish);
    expect([refused.status, refused.code]).toEqual([status, code]);
  });
});

test("an approved payment has a receipt page; others have none", async () => {
  const payment = await shop.buyer();
  const url = `${shop.url}/receipt/redirection?transactionId=${payment.paymentKey}`;
  expect((await fetch(url)).status).toBe(404);
  const { body } = await shop.confirm(payment);
  const receipt = await fetch((body.receipt as { url: string }).url);
  const read = (await receipt.text()).replaceAll(/<[^>]*>/g, "");
  expect(read).toContain("결제 금액 15,000원");
});

test("the start page, the README and the health route say what it is", async () => {
  expect(await (await fetch(shop.url)).text()).toContain("토스페이먼츠 에뮬레이터");
  expect((await fetch(`${shop.url}/README.md`)).status).toBe(200);
  const health = await shop.ask("GET", "/_control/health");
  expect(health.body).toEqual({ name: "twotrack-toss-emulator", ok: true, public_url: null });
});
