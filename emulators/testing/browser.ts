import { existsSync } from "node:fs";
import { chromium, type Page } from "playwright";
import { startTossEmulator } from "../toss";
import { merchantAt, widgetKeys } from "./merchant";
import type { Outcome } from "./shopPage";
import { openShopSite } from "./shopSite";

const executablePath = process.env.PLAYWRIGHT_CHROMIUM ?? "/usr/bin/chromium";
export const browserIsHere = existsSync(executablePath);
export const patience = { timeout: 30_000 };

const phone = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36";

/** Shop code that puts both widgets on its page and keeps `widgets` for later. */
export const placeWidgets = `
  const methods = await widgets.renderPaymentMethods({ selector: "#methods" });
  const agreement = await widgets.renderAgreement({ selector: "#agreement", variantKey: "AGREEMENT" });
  window.widgets = widgets;`;

/** A shop's page in a real browser, the real SDK package in it, and a gateway of its own behind it. */
export async function openBrowserShop() {
  const toss = await startTossEmulator({ data: ":memory:" });
  const site = await openShopSite(`${toss.url}/v2/standard`);
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const computer = await (await browser.newContext({ locale: "ko-KR" })).newPage();
  const mobile = await (await browser.newContext({ locale: "ko-KR", userAgent: phone })).newPage();
  let orders = 0;

  function on(page: Page) {
    const methods = page.frameLocator("iframe[title=결제수단]");
    const terms = page.frameLocator("iframe[title=약관]");
    return {
      page,
      methods,
      paymentWindow: page.frameLocator("dialog iframe"),
      chooseCard: () => methods.getByRole("radio", { name: "현대", exact: true }).check(),
      agree: () => terms.getByRole("checkbox", { name: /필수/ }).check(),

      /** Runs shop code with `sdk` and `widgets` at hand, and says how it ended. */
      withWidgets(step: string, amount = 62_000): Promise<Outcome> {
        return page.evaluate(
          ([key, step, amount]) =>
            window.shop.outcome(async () => {
              const sdk = await window.shop.toss(key);
              const widgets = sdk.widgets({ customerKey: window.shop.ANONYMOUS });
              if (amount > 0) await widgets.setAmount({ value: amount, currency: "KRW" });
              return new Function("sdk", "widgets", `return (async () => { ${step} })()`)(sdk, widgets);
            }),
          [widgetKeys.client, step, amount] as const,
        );
      },

      /** Asks the widgets on the page for a payment; `outcome` waits for what becomes of it. */
      pay(request: Record<string, unknown> = {}): Promise<string> {
        const order = { orderId: `sdk_order_${++orders}`, orderName: "티셔츠", ...request };
        return page.evaluate((order) => {
          const { widgets } = window as unknown as { widgets: { requestPayment(order: object): unknown } };
          window.shop.paying = window.shop.outcome(() => widgets.requestPayment(order));
          return order.orderId;
        }, order);
      },
      outcome: () => page.evaluate(() => window.shop.paying),
    };
  }

  return {
    siteUrl: site.url,
    merchant: merchantAt(toss.url),
    returning: { successUrl: `${site.url}/success?cart=7`, failUrl: `${site.url}/fail` },
    async visit(device: "computer" | "phone" = "computer") {
      const page = device === "phone" ? mobile : computer;
      await page.goto(site.url);
      return on(page);
    },
    async close() {
      await browser.close();
      await site.close();
      await toss.close();
    },
  };
}

export type BrowserShop = Awaited<ReturnType<typeof openBrowserShop>>;
export type Visit = Awaited<ReturnType<BrowserShop["visit"]>>;
