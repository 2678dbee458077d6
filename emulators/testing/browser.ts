import { existsSync } from "node:fs";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright";
import { afterAll, beforeAll, beforeEach, describe } from "vitest";
import { longTest, patient } from "../../testing/load";
import { startTossEmulator } from "../toss";
import { approveIn } from "./payer";
import type { Outcome } from "./shop-page";
import { openShopSite } from "./shop-site";
import { apiKeys, merchantAt, widgetKeys } from "./toss-merchant";

export const executablePath = process.env.PLAYWRIGHT_CHROMIUM ?? "/usr/bin/chromium";
/** The first page of a new browser context, with a timeout scaled to this machine's speed. */
export async function freshPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ locale: "ko-KR", ...options });
  context.setDefaultTimeout(patient(30_000));
  return context.newPage();
}

export const browserIsHere = existsSync(executablePath);
export const patience = longTest(60_000);

const phone = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36";

/** Shop code that renders both widgets and keeps `widgets` for later. */
export const placeWidgets = `
  const methods = await widgets.renderPaymentMethods({ selector: "#methods" });
  const agreement = await widgets.renderAgreement({ selector: "#agreement", variantKey: "AGREEMENT" });
  window.widgets = widgets;`;

/** A shop's page in a real browser, with the real SDK package, and a gateway of its own. */
export async function openBrowserShop() {
  const toss = await startTossEmulator({ data: ":memory:" });
  const site = await openShopSite(`${toss.url}/v2/standard`);
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const computer = await freshPage(browser);
  const mobile = await freshPage(browser, { userAgent: phone });
  let orders = 0;

  function on(page: Page) {
    const methods = page.frameLocator("iframe[title=결제수단]");
    const terms = page.frameLocator("iframe[title=약관]");
    const paymentWindow = page.frameLocator("iframe[title=결제창]");
    return {
      page,
      methods,
      paymentWindow,
      /** Chooses a payment method by its code. */
      choose: (code: string) => methods.locator(`input[value=${code}]`).check(),
      chooseCard: () => methods.getByRole("radio", { name: "현대", exact: true }).check(),
      /** Approves the payment in the window, wherever it is shown. */
      approve: () => approveIn(page === mobile ? page : paymentWindow),
      agree: () => terms.getByRole("checkbox", { name: /필수/ }).check(),

      /** Runs shop code with `sdk` and `widgets` in scope, and returns its outcome. */
      withWidgets(step: string, amount = 62_000, clientKey = widgetKeys.client): Promise<Outcome> {
        return page.evaluate(
          ([key, step, amount]) =>
            window.shop.outcome(async () => {
              const sdk = await window.shop.toss(key);
              const widgets = sdk.widgets({ customerKey: window.shop.ANONYMOUS });
              if (amount > 0) await widgets.setAmount({ value: amount, currency: "KRW" });
              return new Function("sdk", "widgets", `return (async () => { ${step} })()`)(sdk, widgets);
            }),
          [clientKey, step, amount] as const,
        );
      },

      /** Requests a payment from the widgets on the page; `outcome` waits for the result. */
      pay(request: Record<string, unknown> = {}): Promise<string> {
        const order = { orderId: `sdk_order_${++orders}`, orderName: "티셔츠", ...request };
        return page.evaluate((order) => {
          const { widgets } = window as unknown as { widgets: { requestPayment(order: object): unknown } };
          window.shop.paying = window.shop.outcome(() => widgets.requestPayment(order));
          return order.orderId;
        }, order);
      },
      outcome: () => page.evaluate(() => window.shop.paying),

      /** Requests a payment from `payment()`, which needs an API key and no widget; `outcome` waits for the result. */
      payDirectly(request: Record<string, unknown>): Promise<string> {
        const order = {
          orderId: `sdk_order_${++orders}`,
          orderName: "티셔츠",
          amount: { value: 62_000, currency: "KRW" },
          ...request,
        };
        return page.evaluate(
          ([key, order]) => {
            window.shop.paying = window.shop.outcome(async () => {
              const payment = (await window.shop.toss(key)).payment({ customerKey: window.shop.ANONYMOUS });
              Object.assign(window, { payment });
              return (payment.requestPayment as (order: object) => unknown)(order);
            });
            return order.orderId;
          },
          [apiKeys.client, order] as const,
        );
      },
    };
  }

  return {
    siteUrl: site.url,
    gatewayUrl: toss.url,
    merchant: merchantAt(toss.url),
    returning: { successUrl: `${site.url}/success?cart=7`, failUrl: `${site.url}/fail` },
    /** A page that does not belong to the shop. */
    openPage: (options?: BrowserContextOptions) => freshPage(browser, options),
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

/** Tests of a shop in a browser, which visit it anew each time. They are skipped where there is no browser. */
export function describeVisits(
  name: string,
  tests: (story: { readonly shop: BrowserShop; readonly visit: Visit }) => void,
): void {
  describe.skipIf(!browserIsHere)(name, patience, () => {
    let shop: BrowserShop;
    let visit: Visit;
    beforeAll(async () => {
      shop = await openBrowserShop();
    }, patience.timeout);
    beforeEach(async () => {
      visit = await shop.visit();
    });
    afterAll(() => shop.close());
    tests({
      get shop() {
        return shop;
      },
      get visit() {
        return visit;
      },
    });
  });
}
