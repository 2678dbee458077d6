// @module-tag slow
import { type Browser, chromium } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { longTest } from "../../testing/load";
import { barriersOn } from "../testing/barriers";
import {
  type BrowserShop,
  browserIsHere,
  executablePath,
  freshPage,
  openBrowserShop,
  patience,
  placeWidgets,
  type Visit,
} from "../testing/browser";

describe.skipIf(!browserIsHere)("a buyer in the payment window", patience, () => {
  let shop: BrowserShop;
  let browser: Browser;

  beforeAll(async () => {
    shop = await openBrowserShop();
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  }, patience.timeout);
  afterAll(async () => {
    await browser.close();
    await shop.close();
  });

  const otherBrowser = () => freshPage(browser);

  async function atTheOrderForm(device: "computer" | "phone"): Promise<Visit> {
    const visit = await shop.visit(device);
    await visit.withWidgets(placeWidgets);
    await visit.chooseCard();
    await visit.agree();
    return visit;
  }

  describe("uses the card company's app", () => {
    test("on a phone, returns in another browser, and the first window ends by itself", async () => {
      const { page, pay } = await atTheOrderForm("phone");
      const orderId = await pay(shop.returning);
      await page.getByRole("button", { name: "앱카드로 결제" }).click();
      const address = await page.getByRole("link", { name: "현대 앱 열기" }).getAttribute("href");

      const elsewhere = await otherBrowser();
      await elsewhere.goto(new URL(address ?? "", page.url()).href);
      await elsewhere.getByRole("button", { name: "인증하기" }).click();
      await elsewhere.getByRole("link", { name: "상점으로 돌아가기" }).click();
      await elsewhere.waitForURL(/\/success\?cart=7/);
      await page.waitForURL(/\/success\?cart=7/);
      expect(page.url()).toBe(elsewhere.url());
      expect((await shop.merchant.lookByOrder(orderId)).body.status).toBe("IN_PROGRESS");
    });

    test("on a second device, and the shop's page is told", async () => {
      const { pay, paymentWindow, outcome } = await atTheOrderForm("computer");
      const orderId = await pay();
      await paymentWindow.getByRole("button", { name: "앱카드로 결제" }).click();
      await paymentWindow.getByRole("img", { name: "연습용 그림 코드" }).waitFor();
      const app = paymentWindow.getByRole("link", { name: "휴대폰에 열릴 앱 화면" });

      const phone = await otherBrowser();
      await phone.goto(new URL((await app.getAttribute("href")) ?? "", shop.gatewayUrl).href);
      await phone.getByRole("button", { name: "인증하기" }).click();
      await phone.getByText("결제하던 화면으로 돌아가세요").waitFor();
      expect(await phone.getByRole("link", { name: "상점으로 돌아가기" }).count()).toBe(0);
      expect((await outcome())?.value).toMatchObject({ orderId });
    });

    test("and cancels there", async () => {
      const { page, pay } = await atTheOrderForm("phone");
      await pay(shop.returning);
      await page.getByRole("button", { name: "앱카드로 결제" }).click();
      const opened = page.waitForEvent("popup");
      await page.getByRole("link", { name: "현대 앱 열기" }).click();
      const app = await opened;
      await app.getByRole("button", { name: "취소" }).click();
      await app.getByRole("alert").waitFor();
      await app.close();
      await page.getByRole("button", { name: "다른 방법으로 결제" }).click();
      await page.getByRole("button", { name: "결제하기" }).click();
      await page.waitForURL(/\/success/);
    });
  });

  describe("is asked only what the method needs:", () => {
    let visit: Visit;
    const window = () => visit.paymentWindow;
    beforeAll(async () => {
      visit = await shop.visit();
    });

    test("a card, money or points for a wallet", async () => {
      await visit.payDirectly({ method: "CARD", card: { flowMode: "DIRECT", easyPay: "TOSSPAY" } });
      const [card, points] = [
        window().getByRole("combobox", { name: "카드", exact: true }),
        window().getByRole("textbox", { name: "쓸 포인트" }),
      ];
      await card.waitFor();
      expect(await points.isVisible()).toBe(false);
      await window().getByRole("radio", { name: "포인트와 머니" }).check();
      expect(await card.isVisible()).toBe(false);
      await points.fill("2000");
      await pressPay();
    });

    test("the bank for a transfer, and a number for a cash receipt", async () => {
      await visit.payDirectly({ method: "TRANSFER" });
      const number = window().getByRole("textbox", { name: "휴대폰 또는 사업자 번호" });
      await window().getByRole("radio", { name: "국민" }).check();
      expect(await number.isVisible()).toBe(false);
      await window().getByRole("combobox", { name: "현금영수증" }).selectOption("소득공제");
      await number.fill("01012345678");
      await pressPay();
    });

    async function pressPay() {
      await visit.approve();
      const ended = await visit.outcome();
      expect(ended?.value).toMatchObject({ orderId: expect.any(String) });
    }
  });

  test("meets no accessibility violation on any page", longTest(120_000), async () => {
    const visit = await shop.visit("phone");
    const methods = {
      CARD: {},
      TRANSFER: {},
      MOBILE_PHONE: {},
      VIRTUAL_ACCOUNT: {},
      WALLET: { method: "CARD", card: { flowMode: "DIRECT", easyPay: "NAVERPAY" } },
    };
    for (const [method, more] of Object.entries(methods)) {
      await visit.page.goto(shop.siteUrl);
      await visit.payDirectly({ method, ...shop.returning, ...more });
      await visit.page.waitForURL(/\/checkout$/);
      expect(await barriersOn(visit.page)).toEqual([]);
    }
    await visit.page.goto(shop.siteUrl);
    await visit.payDirectly({
      method: "CARD",
      ...shop.returning,
      card: { flowMode: "DIRECT", cardCompany: "SAMSUNG", useAppCardOnly: true },
    });
    await visit.page.getByRole("button", { name: "앱카드로 결제" }).click();
    const link = visit.page.getByRole("link", { name: "삼성 앱 열기" });
    await link.waitFor();
    expect(await barriersOn(visit.page)).toEqual([]);
    const app = await otherBrowser();
    await app.goto(new URL((await link.getAttribute("href")) ?? "", visit.page.url()).href);
    expect(await barriersOn(app)).toEqual([]);
    await app.getByRole("button", { name: "인증하기" }).click();
    await app.getByRole("link", { name: "상점으로 돌아가기" }).waitFor();
    expect(await barriersOn(app)).toEqual([]);

    // The window notices by itself that the app is done, and goes to the shop.
    await visit.page.waitForURL(/\/success/);
    await visit.page.goto(shop.siteUrl);
    await visit.payDirectly({ method: "TRANSFER", ...shop.returning });
    await visit.page.waitForURL(/\/checkout$/);
    const checkout = visit.page.url();
    await visit.page.evaluate("document.forms.pay.noValidate = true");
    await visit.page.getByRole("button", { name: "결제하기" }).click();
    await visit.page.getByRole("alert").waitFor();
    expect(await barriersOn(visit.page)).toEqual([]);
    await visit.page.getByRole("radio", { name: "우리" }).check();
    await visit.page.getByRole("button", { name: "결제하기" }).click();
    await visit.page.waitForURL(/\/success/);
    await visit.page.goto(checkout);
    await visit.page.getByRole("heading", { name: "이미 끝난 결제창입니다" }).waitFor();
    expect(await barriersOn(visit.page)).toEqual([]);

    const paid = await shop.merchant.confirm(await shop.merchant.buyer({ method: "TRANSFER" }));
    await visit.page.goto((paid.body.receipt as { url: string }).url);
    expect(await barriersOn(visit.page)).toEqual([]);
  });
});
