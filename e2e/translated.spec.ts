import type { Browser, Page } from "playwright/test";
import en from "@/messages/en.json" with { type: "json" };
import ko from "@/messages/ko.json" with { type: "json" };
import { expect, test } from "./fixtures";
import { buyerOn } from "./kit/buyer";
import { pressEverything } from "./kit/presser";
import { isTranslated, staleWords, translate } from "./kit/translator";
import { scenes } from "./scenes";
import type { Scene, Stage } from "./scenes/scene";
import { openBrowser, visit } from "./scenes/visit";

// A reader uses a language the shop does not offer: their browser translates each page, and each page works.

const worksOn = async (page: Page) => {
  await expect(page.getByText("화면을 불러오지 못했어요")).toHaveCount(0);
  await expect(page.locator("font").first()).toBeVisible();
};

test("a shopper goes from the product page to the payment window with every page translated", {
  tag: "@page",
}, async ({ page, isMobile }) => {
  const buyer = buyerOn(page, isMobile);
  const { say } = buyer;
  await page.goto("/products/cool-t-shirt");
  await expect(page.getByRole("button", { name: say.add })).toBeEnabled();
  await translate(page);
  await page.getByRole("button", { name: say.more }).click();
  await page.getByRole("button", { name: say.add }).click();
  await page.getByRole("link", { name: say.seeCart }).click();
  // Both pages have a button for one more.
  await expect(page.getByRole("heading", { level: 1, name: "장바구니" })).toBeVisible();
  await expect(page.getByRole("banner")).toContainText("2");

  await page.getByRole("button", { name: /하나 더/ }).click();
  await expect(page.getByRole("banner")).toContainText("3");
  await page.getByRole("button", { name: /하나 빼기|하나 덜/ }).click();
  await expect(page.getByRole("banner")).toContainText("2");
  await page.getByRole("link", { name: say.checkOut }).click();

  await expect(buyer.payButton).toBeVisible();
  await worksOn(page);
  await buyer.payButton.click();
  await expect(page.getByText("이름을 입력해 주세요.")).toBeVisible();
  await buyer.fillsIn();
  await buyer.choosesACard();
  await buyer.payButton.click();
  await expect(buyer.inWindow("pay")).toBeVisible();
  await worksOn(page);
});

test.describe("in dollars", () => {
  test.use({ currency: "USD", locale: "en-US" });

  test("the country decides the fields of an address, and choosing another keeps what was typed", {
    tag: "@page",
  }, async ({ page, isMobile }) => {
    const buyer = buyerOn(page, isMobile, "en");
    await buyer.hasAShirtInTheCart();
    await page.goto("/checkout");
    await expect(page.getByLabel("Country or region")).toBeVisible();
    await translate(page);
    await page.getByLabel("Country or region").selectOption("HK");
    await expect(buyer.field("postcode")).toHaveCount(0);
    await page.getByLabel("Country or region").selectOption("US");
    await page.getByRole("radio", { name: /^Stripe Checkout/ }).check();
    await buyer.field("name").fill("Ana");
    await buyer.field("phone").pressSequentially("1 650 555 0132");
    await expect(buyer.field("phone")).toHaveValue("1 650 555 0132");
    await buyer.field("email").fill(`ana@${"sub.".repeat(24)}example.com`);
    await buyer.payButton.click();
    await expect(page.getByText("Please enter a postal code of the country you chose.")).toBeVisible();
    await expect(page.getByText("Please enter the state, province or region.")).toBeVisible();
    await expect(page.getByText("04524")).toHaveCount(0);
    await buyer.field("address").fill("1 Main St");
    await page.getByLabel("City").fill("San Francisco");
    await page.getByLabel("State").fill("CA");
    await page.getByLabel("ZIP code").fill("94107");
    await buyer.payButton.click();
    await page.waitForURL(
      (url) => url.port !== new URL(page.url()).port || !url.pathname.startsWith("/checkout"),
    );
  });
});

test("an order that is paid meanwhile says so, and nothing of the earlier text remains", {
  tag: "@page",
}, async ({ page, shopper, world }) => {
  const account = { method: "VIRTUAL_ACCOUNT", bank: "88", customerName: "김민아" } as const;
  const { order, approved } = await shopper.goesThroughTheWindow({}, account);
  await shopper.comesBack(approved);
  await page.context().addCookies((await shopper.request.storageState()).cookies);
  await page.goto(`/orders/${order.order_number}`);
  await expect(page.getByRole("region", { name: "입금할 계좌" })).toBeVisible();
  await translate(page);
  await world.emulator.payments.deposit(approved.paymentKey);
  await expect(page.getByRole("heading", { name: "결제가 완료됐어요" })).toBeVisible();
  await worksOn(page);
  expect(await staleWords(page)).toEqual([]);
});

test("a shopper who puts more into the cart than there is reads so, and no longer that it was added", {
  tag: "@page",
}, async ({ page }) => {
  await page.goto("/products/moon-jar");
  const add = page.getByRole("button", { name: ko.product.add });
  await expect(add).toBeEnabled();
  await translate(page);
  await add.click();
  await expect(page.getByText(ko.product.added)).toBeVisible();
  for (let more = 0; more < 2; more++) await add.click();
  await expect(page.getByText(ko.product.full.replace("{count}", "2"))).toBeVisible();
  await expect(page.getByText(ko.product.added)).toHaveCount(0);
  expect(await staleWords(page)).toEqual([]);
});

test("texts that a page changes after translation detached them are found", { tag: "@page" }, async ({
  page,
}) => {
  await page.setContent("<button>Ready <b>now</b></button>");
  const words = await page.evaluateHandle(() => document.querySelector("button")?.firstChild);
  await translate(page);
  expect(await staleWords(page)).toEqual([]);
  await words.evaluate((text) => {
    if (text) text.textContent = "Done ";
  });
  expect(await staleWords(page)).toEqual(["“Ready ” instead of “Done ”"]);
});

/** The scenes that every check includes: paying, canceling, refunding and signing in. */
const inCheck = new Set(["cart", "sheet-in-dollars", "order-cancel", "desk-order"]);
/** Where the header, the footer and every link are pressed as well. */
const withAround = new Set(["shop", "desk-front"]);
/** Where a press changes what other tests rely on: staff, API keys, rate limits. These get a world of their own. */
const ofTheirOwn = new Set(["desk-front", "desk-staff", "desk-keys", "desk-account"]);

for (const scene of scenes)
  test(`every button of ${scene.name} works when the page is translated`, {
    tag: inCheck.has(scene.name) ? "@page" : ["@page", "@deep"],
  }, async ({ browser, world: shared, newShopper, openWorld }) => {
    test.slow();
    const isAlone = scene.needsOwnWorld || ofTheirOwn.has(scene.name);
    const world = isAlone ? await openWorld() : shared;
    await pressesAll(browser, scene, { world, newShopper: () => newShopper(world) });
  });

async function pressesAll(browser: Browser, scene: Scene, stage: Stage) {
  const { url } = stage.world.apps[0];
  const context = await openBrowser(browser, url, "computer", "en");
  const complaints: string[] = [];
  context.on("weberror", (failed) => complaints.push(String(failed.error())));
  context.on("console", (message) => {
    // Failed requests are ignored: the page shows a message when the shop or a gateway refuses or does not answer.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      complaints.push(message.text());
  });
  // There is no printer.
  await context.addInitScript(() => {
    globalThis.print = () => {};
  });
  const open = async () => {
    const page = await visit(context, "en", scene, await scene.arrange(stage), stage.world);
    await isAtWork(page);
    await translate(page);
    return page;
  };
  const judge = async (page: Page, pressed: string) => {
    expect.soft(complaints.splice(0), pressed).toEqual([]);
    if (!page.url().startsWith(url)) return false;
    expect.soft(await page.getByRole("heading", { name: en.error.title }).count(), pressed).toBe(0);
    if (!(await isTranslated(page))) return false;
    expect.soft(await staleWords(page), pressed).toEqual([]);
    return true;
  };
  await pressEverything({ open, judge, around: withAround.has(scene.name) });
  await context.close();
}

/** Waits until React has taken over: a page translated before that is drawn again, which React reports as an error. */
const isAtWork = (page: Page) =>
  page.waitForFunction(() =>
    Object.keys(document.querySelector("main") ?? {}).some((key) => key.startsWith("__reactFiber")),
  );
