import { chromium } from "playwright";
import { type Weight, weightOf } from "../e2e/kit/weight";
import { copyTemplate, makeTemplate, removeCopies } from "../scripts/kit/test-databases";
import { customersOf } from "./customer";
import { startGateway, startShop } from "./shop";

export type PageWeight = Weight & { page: string };

/** The scripts of every page a shopper sees, as a production build sends them to a browser with an empty cache. */
export async function weighPages(): Promise<PageWeight[]> {
  const template = await makeTemplate("sqlite", ["scripts/migrate.ts", "scripts/seed.ts"]);
  const gateway = await startGateway(0);
  const shop = await startShop(await copyTemplate(template), { TOSS_BASE_URL: gateway.url });
  const people = customersOf(shop.url, ["TEE-COOL"]);
  const executablePath = process.env.PLAYWRIGHT_CHROMIUM;
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  try {
    const page = await browser.newPage({ baseURL: shop.url, locale: "ko-KR" });
    await page.goto("/products/cool-t-shirt");
    await page.getByRole("button", { name: "장바구니에 담기" }).click();
    const order = await people.orders();
    await people.confirms({ order, ready: await people.ready(order) });
    await page.context().setExtraHTTPHeaders({ "order-token": order.access_token });

    const weights: PageWeight[] = [];
    for (const [name, path] of Object.entries({
      "the home page": "/",
      "a product": "/products/cool-t-shirt",
      "the cart": "/cart",
      "the order sheet": "/checkout",
      "a receipt": `/orders/${order.order_number}`,
      "the terms": "/terms",
    })) {
      weights.push({ page: name, ...(await weightOf(page, path)) });
      console.log(`  ${name}: ${JSON.stringify(weights.at(-1))}`);
    }
    return weights;
  } finally {
    await browser.close();
    await people.leave();
    await shop.stop();
    await gateway.stop();
    await removeCopies(template);
  }
}
