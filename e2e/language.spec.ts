import { expect, test } from "./fixtures";
import { buyerOn } from "./kit/buyer";

test("the language follows the browser, and a switch is remembered", { tag: "@page" }, async ({
  page,
  browser,
  baseURL,
}) => {
  await page.goto("/");
  await expect(page.locator("html")).toHaveAttribute("lang", "ko");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.goto("/products/cool-t-shirt");
  await expect(page.getByRole("heading", { name: "Cool T-Shirt" })).toBeVisible();
  await expect(page.getByText("₩29,000")).toBeVisible();

  for (const [locale, lang] of [
    ["en-GB", "en"],
    ["ko-KR", "ko"],
    ["ja-JP", "en"],
  ] as const) {
    const visitor = await browser.newPage({ locale, ...(baseURL && { baseURL }) });
    await visitor.goto("/");
    await expect(visitor.locator("html"), locale).toHaveAttribute("lang", lang);
    await visitor.close();
  }
});

test("switching the language on the order sheet keeps what was typed and the cart", {
  tag: "@page",
}, async ({ page }) => {
  const korean = buyerOn(page, false);
  await korean.hasAShirtInTheCart();
  await page.goto("/checkout");
  await korean.fillsIn();

  await page.getByRole("button", { name: "English" }).click();

  const english = buyerOn(page, false, "en");
  await expect(page).toHaveURL(/\/checkout$/);
  await expect(english.field("name")).toHaveValue("김민아");
  await expect(english.payButton).toHaveText("Pay ₩29,000");
});

test("a receipt is shown in the reader's language", { tag: "@page" }, async ({ page, shopper }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  await shopper.comesBack(approved);
  await page.context().addCookies((await shopper.request.storageState()).cookies);
  await page.goto(`/orders/${order.order_number}`);
  await expect(page.getByRole("heading", { name: "결제가 완료됐어요" })).toBeVisible();

  await page.getByRole("button", { name: "English" }).click();

  await expect(page.getByRole("heading", { name: "Payment complete" })).toBeVisible();
  await expect(
    page.getByRole("region", { name: "Progress" }).getByText("Paid", { exact: true }),
  ).toBeVisible();
});

test("every page has landmarks, one main heading, and names for its controls", {
  tag: ["@phone", "@page"],
}, async ({ page, isMobile }) => {
  await buyerOn(page, isMobile).putsAShirtIntoTheCart();
  const titles = new Set<string>();
  for (const path of ["/", "/products/cool-t-shirt", "/cart", "/checkout", "/fail?code=FDS_ERROR"]) {
    await page.goto(path);
    for (const landmark of ["banner", "main", "contentinfo"] as const)
      await expect(page.getByRole(landmark), `${path} ${landmark}`).toHaveCount(1);
    await expect(page.getByRole("heading", { level: 1 }), path).toHaveCount(1);
    for (const role of ["link", "button", "textbox", "img"] as const)
      await expect(page.getByRole(role, { name: /^$/ }), `${path}: a nameless ${role}`).toHaveCount(0);
    titles.add(await page.title());
  }
  expect(titles.size).toBe(5);
});
