import type { BrowserContext } from "playwright/test";
import { expect, test } from "./fixtures";
import { buyerOn } from "./kit/buyer";
import { stripeBuyerOn } from "./kit/stripe-buyer";
import { weightOf } from "./kit/weight";
import type { World } from "./world";

for (const currency of ["KRW", "USD"] as const)
  test.describe(`in ${currency}`, () => {
    test.use({ currency });

    test(`the order sheet loads at most 45 kB of scripts more than a bare page, in ${currency}`, {
      tag: "@page",
    }, async ({ page }) => {
      await buyerOn(page, false).putsAShirtIntoTheCart();
      const { bare, more } = await weightOf(page, "/checkout");

      // Next's runtime alone is larger than this; a smaller value means that something was not counted.
      expect(bare).toBeGreaterThan(100_000);
      expect(more).toBeGreaterThan(0);
      expect(more).toBeLessThanOrEqual(45_000);
    });
  });

test("a first visit loads at most 100 kB of fonts, from the shelf to the order sheet", {
  tag: "@page",
}, async ({ page, world }) => {
  // Later pages have them from the browser's cache.
  const fonts = new Map<string, number>();
  page.on("response", (response) => {
    const isOwn = response.url().startsWith(world.apps[0].url);
    if (isOwn && response.request().resourceType() === "font")
      fonts.set(response.url(), Number(response.headers()["content-length"]));
  });
  await buyerOn(page, false).putsAShirtIntoTheCart();
  for (const path of ["/", "/cart", "/checkout"]) {
    await page.goto(path, { waitUntil: "networkidle" });
    await page.evaluate(() => document.fonts.ready);
  }

  const bytes = [...fonts.values()].reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThanOrEqual(100_000);
});

test("the page of a paid order with its cancellation form loads at most 25 kB of scripts more", {
  tag: "@page",
}, async ({ page, shopper }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  expect((await shopper.confirms(approved)).status()).toBe(200);
  await page.context().addCookies((await shopper.request.storageState()).cookies);
  const { bare, more } = await weightOf(page, `/orders/${order.order_number}`);
  await expect(page.getByText("주문 취소 요청하기")).toBeVisible();

  expect(bare).toBeGreaterThan(100_000);
  expect(more).toBeGreaterThan(0);
  expect(more).toBeLessThanOrEqual(25_000);
});

/** A text found only in Stripe's packages: the script loader and the React card form. */
const stripesPackages = /registerWrapper|react-stripe-js/i;

/**
 * Records a browser's requests to Stripe, wherever it is, and which of the shop's scripts contain Stripe's packages.
 */
function listensForStripe(context: BrowserContext, world: World) {
  const asked: string[] = [];
  const scripts: Promise<string | undefined>[] = [];
  const isStripes = (url: URL) =>
    url.origin === world.stripe.url || /(^|\.)stripe\.(com|network)$/.test(url.hostname);
  context.on("request", (request) => {
    if (isStripes(new URL(request.url()))) asked.push(request.url());
  });
  context.on("response", (response) => {
    if (response.request().resourceType() !== "script" || isStripes(new URL(response.url()))) return;
    const text = response.text().catch(() => "");
    scripts.push(text.then((script) => (stripesPackages.test(script) ? response.url() : undefined)));
  });
  return {
    asked,
    madeForStripe: async () => (await Promise.all(scripts)).filter((url) => url !== undefined),
    loaded: () => scripts.length,
  };
}

test("a purchase through Toss asks Stripe nothing, and loads none of its code", { tag: "@page" }, async ({
  page,
  context,
  world,
}) => {
  const stripe = listensForStripe(context, world);
  const buyer = buyerOn(page, false);
  await page.goto("/");
  await buyer.goesToTheWindow();
  await buyer.approves();
  await buyer.seesTheReceipt();
  await page.goto(`/orders/${await buyer.orderNumber()}`);
  await buyer.seesTheReceipt();

  expect(stripe.loaded()).toBeGreaterThan(5);
  expect(stripe.asked).toEqual([]);
  expect(await stripe.madeForStripe()).toEqual([]);
});

test.describe("in dollars", () => {
  test.use({ currency: "USD" });

  test("nothing of Stripe's is loaded for a shopper who pays on its page, until that opens", {
    tag: "@page",
  }, async ({ page, context, world }) => {
    const stripe = listensForStripe(context, world);
    const buyer = stripeBuyerOn(page);
    // The card form comes first; a shopper who chose Stripe's page before finds it chosen.
    await page.addInitScript(() => localStorage.setItem("twotrack.way", "page"));
    await buyer.fillsInTheSheet("page");
    expect(stripe.loaded()).toBeGreaterThan(5);
    expect(stripe.asked).toEqual([]);
    expect(await stripe.madeForStripe()).toEqual([]);

    await buyer.chooses("card");
    expect(stripe.asked).toContain(`${world.stripe.url}/endive/stripe.js`);
    expect(await stripe.madeForStripe()).not.toEqual([]);
    await buyer.chooses("page");
    await buyer.goesToStripe();
    await buyer.pays("page");
    await buyer.seesTheReceipt();
  });
});
