import { expect, test } from "./fixtures";
import { buyerOn, mina } from "./kit/buyer";
import { expectChargedOnce, expectNothingTaken } from "./kit/truth";

test("a buyer on a phone cancels in the payment window, reads that nothing was charged, and then pays", {
  tag: "@page",
}, async ({ page, world }) => {
  const buyer = buyerOn(page, true);
  await buyer.goesToTheWindow();

  await buyer.inWindow("cancel").click();

  await expect(page.getByRole("heading", { name: "결제를 취소했어요" })).toBeVisible();
  await expect(page.getByText("빠져나간 금액은 없어요.")).toBeVisible();
  const order_number = await buyer.orderNumber();
  await expectNothingTaken(world, { order_number, amount: 29_000 });
  await page.getByRole("link", { name: "다시 결제하기" }).click();
  await expect(buyer.field("name")).toHaveValue(mina.name);
  await buyer.choosesACard();
  await buyer.payButton.click();
  await buyer.approves();
  await buyer.seesTheReceipt();
  await expectChargedOnce(world, { order_number, amount: 29_000 });
});

test("a buyer on a phone leaves the payment window with the back button and finds the order sheet unchanged", {
  tag: "@page",
}, async ({ page }) => {
  const buyer = buyerOn(page, true);
  await buyer.goesToTheWindow();

  await page.goBack();

  await expect(buyer.field("name")).toHaveValue(mina.name);
  await buyer.choosesACard();
  await buyer.payButton.click();
  await buyer.approves();
  await buyer.seesTheReceipt();
});

test("nothing overflows the side of a 360 pixel phone", { tag: "@page" }, async ({ page }) => {
  const buyer = buyerOn(page, true);
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  await buyer.putsAShirtIntoTheCart();
  for (const path of [
    "/",
    "/products/cool-t-shirt",
    "/cart",
    "/checkout",
    "/fail?code=REJECT_CARD_PAYMENT",
  ]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(await width(), path).toBeLessThanOrEqual(360);
  }
  await buyer.goesToTheWindowAgain(mina);
  expect(await width()).toBeLessThanOrEqual(360);
  await buyer.approves();
  await buyer.seesTheReceipt();
  expect(await width()).toBeLessThanOrEqual(360);
});
