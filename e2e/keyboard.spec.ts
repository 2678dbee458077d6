import type { Page } from "playwright/test";
import { expect, test } from "./fixtures";
import { buyerOn, mina } from "./kit/buyer";

/** Tab after Tab until what has the focus is what is looked for; nothing may be out of reach. */
async function tabTo(page: Page, isThere: () => Promise<boolean>) {
  for (let presses = 0; presses < 60; presses++) {
    if (await isThere()) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("The Tab key does not lead there.");
}

test("a purchase with the keyboard alone", { tag: "@page" }, async ({ page }) => {
  const buyer = buyerOn(page, false);
  const hasFocus = (locator: ReturnType<Page["getByRole"]>) => async () =>
    (await locator.count()) === 1 &&
    locator.evaluate((element) => element === element.ownerDocument.activeElement);
  const go = async (locator: ReturnType<Page["getByRole"]>, key = "Enter") => {
    await expect(locator).toBeVisible();
    await tabTo(page, hasFocus(locator));
    await page.keyboard.press(key);
  };

  await page.goto("/");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "본문으로 건너뛰기" })).toBeFocused();
  await page.keyboard.press("Enter");
  await go(page.getByRole("link", { name: /쿨 티셔츠/ }));
  await go(page.getByRole("button", { name: "장바구니에 담기" }));
  await go(page.getByRole("link", { name: "장바구니 보기" }));
  await go(page.getByRole("link", { name: "주문하기" }));
  for (const [name, value] of Object.entries(mina)) {
    const field = buyer.field(name as keyof typeof mina);
    await expect(field).toBeVisible();
    await tabTo(page, hasFocus(field));
    await page.keyboard.type(value);
  }
  const methods = page.frameLocator(`iframe[title="${buyer.say.methods}"]`);
  const card = methods.getByRole("radio", { name: "신한", exact: true });
  await go(card, "Space");
  await go(
    page.frameLocator(`iframe[title="${buyer.say.terms}"]`).getByRole("checkbox", { name: /필수/ }),
    "Space",
  );
  await go(buyer.payButton);
  await go(buyer.inWindow("pay"));

  await buyer.seesTheReceipt();
});
