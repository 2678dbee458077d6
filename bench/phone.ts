import { type BrowserContext, chromium } from "playwright";
import { buyerOn } from "../e2e/kit/buyer";
import { ownPort } from "../e2e/kit/ports";
import { sizes } from "../e2e/scenes/visit";
import { startWorld } from "../e2e/world";
import { makeTemplate, removeCopies } from "../scripts/kit/test-databases";
import { makePrograms } from "../scripts/kit/test-programs";

export const pageNames = ["shelf", "product", "cart", "sheet", "order"] as const;
export type PageName = (typeof pageNames)[number];

/** A shop and a phone's browser, with a shirt in its cart and a paid order. */
export type Phone = {
  context: BrowserContext;
  /** The port at which other programs can use this browser. */
  debugPort: number;
  /** The address of each page. */
  urls: Record<PageName, string>;
};

/** Starts a shop with its emulators, and a phone that has bought something there. */
export async function withPhone<T>(use: (phone: Phone) => Promise<T>): Promise<T> {
  await makePrograms();
  const template = await makeTemplate("sqlite", ["scripts/migrate.ts", "scripts/seed.ts"]);
  const world = await startWorld(template);
  const debugPort = await ownPort();
  const executablePath = process.env.PLAYWRIGHT_CHROMIUM;
  const context = await chromium.launchPersistentContext("", {
    ...sizes.phone,
    baseURL: world.apps[0].url,
    locale: "ko-KR",
    timezoneId: "Asia/Seoul",
    ...(executablePath && { executablePath }),
    args: [`--remote-debugging-port=${debugPort}`, ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
  });
  try {
    const order = await buys(context);
    const url = (path: string) => `${world.apps[0].url}${path}`;
    const urls = {
      shelf: url("/"),
      product: url("/products/cool-t-shirt"),
      cart: url("/cart"),
      sheet: url("/checkout"),
      order: url(`/orders/${order}`),
    };
    return await use({ context, debugPort, urls });
  } finally {
    await context.close();
    await world.stop();
    await removeCopies(template);
  }
}

/** Buys a shirt and puts another one into the cart. Returns the order's number. */
async function buys(context: BrowserContext) {
  const page = await context.newPage();
  const buyer = buyerOn(page, true);
  await buyer.goesToTheWindow();
  await buyer.approves();
  await buyer.seesTheReceipt();
  const order = await buyer.orderNumber();
  await buyer.putsAShirtIntoTheCart();
  await page.close();
  return order;
}
