import type { Locator, Page } from "playwright/test";
import { expect, test } from "./fixtures";
import { buyerOn, mina } from "./kit/buyer";
import { cards, stripeBuyerOn } from "./kit/stripe-buyer";

/** Presses Tab until the target has the focus; nothing may be out of reach. */
async function tabTo(page: Page, isThere: () => Promise<boolean>) {
  for (let presses = 0; presses < 60; presses++) {
    if (await isThere()) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("The Tab key does not reach the element.");
}

/** A shopper without a mouse: moves with Tab, then presses a key or types. */
function onlyKeysOn(page: Page) {
  const hasFocus = (locator: Locator) => async () =>
    (await locator.count()) === 1 &&
    locator.evaluate((element) => element === element.ownerDocument.activeElement);
  const goTo = async (locator: Locator) => {
    await expect(locator).toBeVisible();
    await tabTo(page, hasFocus(locator));
  };
  return {
    go: async (locator: Locator, key = "Enter") => {
      await goTo(locator);
      await page.keyboard.press(key);
    },
    type: async (locator: Locator, text: string) => {
      await goTo(locator);
      await page.keyboard.type(text);
    },
  };
}

test("a shopper buys with the keyboard alone", { tag: "@page" }, async ({ page }) => {
  const buyer = buyerOn(page, false);
  const { go, type } = onlyKeysOn(page);

  await page.goto("/");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "본문으로 건너뛰기" })).toBeFocused();
  await page.keyboard.press("Enter");
  await go(page.getByRole("link", { name: /쿨 티셔츠/ }));
  await go(page.getByRole("button", { name: "장바구니에 담기" }));
  await go(page.getByRole("link", { name: "장바구니 보기" }));
  await go(page.getByRole("link", { name: "주문하기" }));
  for (const [name, value] of Object.entries(mina)) await type(buyer.field(name as keyof typeof mina), value);
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

test.describe("in dollars", () => {
  test.use({ currency: "USD" });

  test("a shopper types a card, answers the bank and reaches the receipt with the keyboard alone", {
    tag: "@page",
  }, async ({ page }) => {
    const buyer = stripeBuyerOn(page);
    const { go, type } = onlyKeysOn(page);
    const choosesKorea = async (country: Locator) => {
      await go(country, "ArrowDown");
      for (let presses = 0; presses < 300 && (await country.inputValue()) !== "KR"; presses++)
        await page.keyboard.press("ArrowDown");
    };
    await buyer.hasAShirtInTheCart();
    await page.goto("/checkout");
    for (const [name, value] of Object.entries(mina)) {
      // The country decides which address fields are shown.
      if (name === "postcode") await choosesKorea(page.getByLabel(buyer.say.country));
      await type(buyer.field(name as keyof typeof mina), value);
    }
    // The card form is chosen already. Tab moves to the chosen method; the arrow keys move to the others.
    await go(buyer.way("card"), "ArrowDown");
    await expect(buyer.way("page")).toBeChecked();
    await go(buyer.way("page"), "ArrowUp");
    await expect(buyer.way("card")).toBeChecked();
    await type(buyer.inForm("number"), cards.asking.replaceAll(" ", ""));
    await type(buyer.inForm("expiry"), "1234");
    await type(buyer.inForm("cvc"), "123");
    await go(buyer.payButton);
    await go(buyer.bank("card").getByRole("button", { name: "인증 완료" }));

    await buyer.seesTheReceipt();
  });
});
