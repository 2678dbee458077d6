import type { Page } from "playwright/test";
import { expect, test } from "./fixtures";
import { buyerOn } from "./kit/buyer";
import { translate } from "./kit/translator";

// Somebody reads the shop in a language it does not speak: their browser translates each page, and each page works.

const worksOn = async (page: Page) => {
  await expect(page.getByText("화면을 불러오지 못했어요")).toHaveCount(0);
  await expect(page.locator("font").first()).toBeVisible();
};

test("from the shelf to the payment window, with every page translated", { tag: "@page" }, async ({
  page,
  isMobile,
}) => {
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

  test("the country decides what an address has, and nothing is lost by another choice", {
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
    await buyer.field("name").fill("Ana");
    await buyer.field("phone").pressSequentially("1 650 555 0132");
    await expect(buyer.field("phone")).toHaveValue("1 650 555 0132");
    await buyer.field("email").fill(`ana@${"sub.".repeat(24)}example.com`);
    await buyer.payButton.click();
    await expect(page.getByText("Please enter the postcode.")).toBeVisible();
    await expect(page.getByText("Please enter the state, province or region.")).toBeVisible();
    await expect(page.getByText("04524")).toHaveCount(0);
    await buyer.field("address").fill("1 Main St");
    await page.getByLabel("City").fill("San Francisco");
    await page.getByLabel("State, province or region").fill("CA");
    await buyer.field("postcode").fill("94107");
    await buyer.payButton.click();
    await page.waitForURL(
      (url) => url.port !== new URL(page.url()).port || !url.pathname.startsWith("/checkout"),
    );
  });
});
