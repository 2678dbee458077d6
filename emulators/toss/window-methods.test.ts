import { afterAll, describe, expect, test } from "vitest";
import { openToss, widgetKeys } from "../testing/toss-merchant";

const shop = await openToss();
afterAll(() => shop.close());
let orders = 0;

/** A buyer whose browser was sent to the window, where they can `see` and `press`. */
async function inWindow(choice: Record<string, unknown>, more: Record<string, unknown> = {}) {
  const orderId = `method_${++orders}`;
  const { status, body } = await shop.ask("POST", "/v2/payments", {
    clientKey: widgetKeys.client,
    orderId,
    orderName: "포스터",
    amount: { value: 62_000, currency: "KRW" },
    taxFreeAmount: 0,
    metadata: null,
    choice,
    successUrl: "http://shop.test/success",
    failUrl: "http://shop.test/fail",
    windowTarget: "self",
    ...more,
  });
  const { paymentKey } = body;
  const at = (path: string) => `${shop.url}/v1/payments/${paymentKey}/${path}`;
  return {
    status,
    paymentKey,
    see: async (headers: Record<string, string> = {}, path = "checkout") =>
      (await fetch(at(path), { headers: { "accept-language": "ko", ...headers } })).text(),
    press: (action: string, fields: Record<string, string> = {}, path = "checkout") =>
      fetch(at(path), {
        method: "POST",
        body: new URLSearchParams({ action, ...fields }),
        redirect: "manual",
      }),
    hasEnded: async () =>
      (await shop.ask<{ ended: boolean }>("GET", `/v1/payments/${paymentKey}/checkout/status`)).body.ended,
    confirm: () => shop.confirm({ paymentKey, orderId, amount: 62_000 }),
  };
}

const landedOn = (response: Response) => new URL(response.headers.get("location") ?? "").pathname;
const phone = { "user-agent": "Mozilla/5.0 (Linux; Android 15; Pixel 9) Mobile Safari/537.36" };

describe("the window takes a payment", () => {
  test("by bank transfer, with the bank chosen there", async () => {
    const { see, press, confirm } = await inWindow({ method: "TRANSFER" });
    const page = await see();
    for (const shown of ["계좌이체", "농협", "현금영수증", 'name="outcome"']) expect(page).toContain(shown);
    const form = { bank: "20", cashReceiptType: "지출증빙", registrationNumber: "1234567890" };
    expect(landedOn(await press("approve", form))).toBe("/success");
    expect((await confirm()).body).toMatchObject({
      method: "계좌이체",
      transfer: { bankCode: "20" },
      cashReceipts: [{ type: "지출증빙", customerIdentityNumber: "1234567890" }],
    });
  });

  test("by phone bill, with only the carriers the shop offers", async () => {
    const { see, press, confirm } = await inWindow({ method: "MOBILE_PHONE", carriers: ["KT", "LGU"] });
    const page = await see();
    expect(page).toContain('value="LGU"');
    expect(page).not.toContain('value="SKT"');
    await press("approve", { carrier: "KT", phone: "01022223333" });
    expect((await confirm()).body.mobilePhone).toMatchObject({ customerMobilePhone: "01022223333" });
  });

  test.each([
    ["a card", { source: "card", company: "61", installmentMonths: "3" }, { amount: 62_000 }, 0, 0],
    ["money", { source: "money", company: "61", installmentMonths: "3", points: "500" }, null, 62_000, 0],
    ["points and money", { source: "points", points: "12000" }, null, 50_000, 12_000],
  ])("by wallet, with %s", async (_, form, card, amount, discountAmount) => {
    const { see, press, confirm } = await inWindow({ method: "EASY_PAY", provider: "NAVERPAY" });
    expect(await see()).toContain("네이버페이");
    await press("approve", form);
    const { body } = await confirm();
    expect(body.easyPay).toEqual({ provider: "네이버페이", amount, discountAmount });
    if (card) expect(body.card).toMatchObject(card);
    else expect(body.card).toBeNull();
  });

  test("by virtual account, with the depositor and the due date", async () => {
    const wish = {
      method: "VIRTUAL_ACCOUNT",
      customerName: "박서준",
      validHours: 24,
      cashReceipt: { type: "소득공제" },
    };
    const { see, press, confirm } = await inWindow(wish);
    const page = await see();
    for (const shown of ["입금 기한", 'value="박서준"', "신한"]) expect(page).toContain(shown);
    expect(page).not.toContain('name="cashReceiptType"');
    expect(page).not.toContain('value="54"');
    await press("approve", { bank: "88", customerName: "박서준의 언니" });
    const { body } = await confirm();
    expect(body).toMatchObject({
      status: "WAITING_FOR_DEPOSIT",
      virtualAccount: { bankCode: "88", customerName: "박서준의 언니" },
    });
  });

  test("with the outcome the tester picked", async () => {
    const { press, confirm } = await inWindow({ method: "TRANSFER", bank: "20" });
    await press("approve", { outcome: "insufficient_balance" });
    expect((await confirm()).body.code).toBe("REJECT_ACCOUNT_PAYMENT");
    const closed = await inWindow({ method: "TRANSFER", bank: "20" });
    expect(landedOn(await closed.press("approve", { outcome: "bank_closed" }))).toBe("/fail");
  });

  test("without changes to what the shop's page chose", async () => {
    const { see, press, confirm } = await inWindow({ method: "CARD", company: "61", installmentMonths: 3 });
    expect(await see()).not.toContain('name="company"');
    await press("approve", { company: "41", installmentMonths: "0" });
    expect((await confirm()).body.card).toMatchObject({ issuerCode: "61", installmentPlanMonths: 3 });
  });

  test("with installments whose interest the shop pays, and the card's points", async () => {
    const offers = { freeInstallmentPlans: [{ company: "현대", months: [2, 3] }], cardPointsTicked: true };
    const { see, press, confirm } = await inWindow({ method: "CARD", ...offers });
    const page = await see();
    expect(page).toContain("3개월 · 무이자: 현대<");
    expect(page).not.toContain("4개월 · 무이자");
    expect(page).toMatch(/name="cardPoints"[^>]*checked/);
    await press("approve", { company: "61", installmentMonths: "3", cardPoints: "on" });
    const used = { isInterestFree: true, interestPayer: "MERCHANT", useCardPoint: true };
    expect((await confirm()).body.card).toMatchObject(used);
  });

  test("with interest for another card, and without points that were unticked", async () => {
    const offers = { freeInstallmentPlans: [{ company: "61", months: [3] }], cardPointsTicked: true };
    const { press, confirm } = await inWindow({ method: "CARD", ...offers });
    await press("approve", { company: "41", installmentMonths: "3" });
    const used = { isInterestFree: false, interestPayer: "BUYER", useCardPoint: false };
    expect((await confirm()).body.card).toMatchObject(used);
  });

  test("with no more installments than the shop offers", async () => {
    const { see } = await inWindow({ method: "CARD", installmentMonthsMax: 3 });
    const page = await see();
    expect(page).toContain("3개월");
    expect(page).not.toContain("4개월");
  });
});

describe("an incomplete form is shown again with the error:", () => {
  test.each([
    ["no bank", { method: "TRANSFER" }, {}],
    ["a bank that issues no accounts", { method: "VIRTUAL_ACCOUNT", customerName: "김토스" }, { bank: "54" }],
    ["a phone number in letters", { method: "MOBILE_PHONE" }, { carrier: "KT", phone: "call me" }],
    [
      "more points than the amount",
      { method: "EASY_PAY", provider: "TOSSPAY" },
      { source: "points", points: "62001" },
    ],
    ["no card", { method: "CARD" }, { installmentMonths: "3" }],
  ])("%s", async (_, choice, form) => {
    const { press, paymentKey } = await inWindow(choice);
    const response = await press("approve", form as Record<string, string>);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('role="alert"');
    expect((await shop.look(paymentKey)).body.status).toBe("READY");
  });
});

describe("the card company's app", () => {
  const card = { method: "CARD", company: "41", installmentMonths: 0 };

  test("on a phone opens beside the window, and redirects to the shop in its own browser", async () => {
    const { see, press, hasEnded, confirm } = await inWindow(card);
    const step = await press("app", { testCard: "approve" });
    expect(step.status).toBe(200);
    const page = await see(phone);
    for (const shown of ["신한 앱 열기", 'target="_blank"', "data-status="]) expect(page).toContain(shown);
    expect(await hasEnded()).toBe(false);

    expect(await see(phone, "app")).toContain("인증하기");
    expect((await press("approve", {}, "app")).status).toBe(303);
    expect(await see(phone, "app")).toContain("http://shop.test/success?");
    expect(await hasEnded()).toBe(true);
    expect(landedOn(await press("back"))).toBe("/success");
    expect((await confirm()).body.status).toBe("DONE");
  });

  test("on another phone does not redirect, and the window continues", async () => {
    const { see, press, hasEnded } = await inWindow(card, {
      windowTarget: "iframe",
      successUrl: null,
      failUrl: null,
    });
    await press("app");
    expect(await see()).toContain("<svg");
    await press("approve", {}, "app");
    const done = await see(phone, "app");
    expect(done).toContain("인증을 마쳤습니다");
    expect(done).not.toContain("shop.test");
    expect(await hasEnded()).toBe(true);
    expect(await (await press("back")).text()).toContain("&quot;is&quot;:&quot;authenticated&quot;");
  });

  test("lets the buyer confirm, cancel or choose another method", async () => {
    const computer = await inWindow(card);
    await computer.press("app");
    expect(landedOn(await computer.press("approve"))).toBe("/success");

    const onPhone = await inWindow(card);
    await onPhone.press("app");
    expect((await onPhone.press("back")).status).toBe(200);
    expect(await onPhone.hasEnded()).toBe(false);
    await onPhone.press("window");
    expect(await onPhone.see(phone)).toContain('name="action" value="approve"');
    await onPhone.press("app");
    expect(landedOn(await onPhone.press("cancel"))).toBe("/fail");
  });

  test("can decline, and the window stays open", async () => {
    const { press, hasEnded, see } = await inWindow(card);
    await press("app", { testCard: "issuer_refused" });
    const refused = await (await press("approve", {}, "app")).text();
    expect(refused).toContain("카드사에서 결제를 거절했습니다");
    expect(refused).toContain("REJECT_CARD_COMPANY");
    expect(await hasEnded()).toBe(false);
    const canceled = await (await press("cancel", {}, "app")).text();
    expect(canceled).toContain("PAY_PROCESS_CANCELED");
    expect(await see(phone)).toContain("앱 열기");
  });

  test("can be required by the shop, and does not open unless asked for", async () => {
    const insists = await inWindow({ ...card, appCard: true });
    expect(await insists.see()).not.toContain('name="action" value="approve"');
    expect(await (await insists.press("approve")).text()).toContain("앱에서 인증하세요");
    const other = await inWindow(card);
    expect((await fetch(`${shop.url}/v1/payments/${other.paymentKey}/app`)).status).toBe(404);
  });

  test("also expires after 30 minutes", async () => {
    const { press, see } = await inWindow(card);
    await press("app");
    await shop.turnClock(30);
    expect(await see(phone, "app")).toContain("PAY_PROCESS_ABORTED");
    expect(await see(phone)).toContain("결제 시간이 지났습니다");
  });
});
