import type { Browser, Page } from "playwright/test";
import { expect, test } from "./fixtures";
import { buyerOn, mina } from "./kit/buyer";
import { expectChargedOnce } from "./kit/truth";

// On a phone, card companies use their apps, and the app returns to whichever browser the phone prefers.

const amount = 29_000;

/** The buyer continues in the card company's app, which the phone opens. Returns the app's URL. */
async function goesToTheApp(page: Page) {
  await page.getByRole("button", { name: "앱카드로 결제" }).click();
  return (await page.getByRole("link", { name: /앱 열기$/ }).getAttribute("href")) ?? "";
}

/** Authenticates in the app, which returns to the shop in another browser. */
async function comesBackElsewhere(browser: Browser, app: string) {
  const page = await (await browser.newContext({ locale: "ko-KR" })).newPage();
  await page.goto(app);
  await page.getByRole("button", { name: "인증하기" }).click();
  await page.getByRole("link", { name: "상점으로 돌아가기" }).click();
  await expect(page.getByRole("heading", { name: "결제가 완료됐어요" })).toBeVisible();
  return page;
}

test("a bank app opens the return address in another browser: the order is paid, and the first browser moves on by itself", {
  tag: "@page",
}, async ({ page, browser, world }) => {
  const buyer = buyerOn(page, true);
  await buyer.goesToTheWindow();
  const app = new URL(await goesToTheApp(page), page.url()).href;

  const elsewhere = await comesBackElsewhere(browser, app);

  const order_number = await buyerOn(elsewhere, true).orderNumber();
  await expect(elsewhere.getByRole("main")).toContainText("29,000원");
  for (const secret of [mina.name, mina.email, mina.phone, mina.address])
    await expect(elsewhere.getByRole("main")).not.toContainText(secret);
  await expect(elsewhere.getByText(/주문한 브라우저로 돌아가/)).toBeVisible();

  await buyer.seesTheReceipt();
  expect(await buyer.orderNumber()).toBe(order_number);
  await expect(page.getByRole("main")).toContainText(mina.name);
  await expectChargedOnce(world, { order_number, amount });
  await elsewhere.context().close();
});

test("a buyer who has gone back to the order sheet sees it turn into the receipt", {
  tag: "@page",
}, async ({ page, browser, world }) => {
  const buyer = buyerOn(page, true);
  await buyer.goesToTheWindow();
  const app = new URL(await goesToTheApp(page), page.url()).href;
  await page.goto("/checkout");
  await expect(buyer.field("name")).toHaveValue(mina.name);

  const elsewhere = await comesBackElsewhere(browser, app);

  await buyer.seesTheReceipt();
  await expect(page.getByRole("main")).toContainText(mina.name);
  await expect(page.getByRole("banner")).not.toContainText("1");
  await expectChargedOnce(world, { order_number: await buyer.orderNumber(), amount });
  await elsewhere.context().close();
});
