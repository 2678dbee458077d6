// @module-tag slow
import type { Frame, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { barriersOn } from "../testing/barriers";
import { type BrowserShop, browserIsHere, openBrowserShop, patience, placeWidgets } from "../testing/browser";

describe.skipIf(!browserIsHere)("accessibility", patience, () => {
  let shop: BrowserShop;

  beforeAll(async () => {
    shop = await openBrowserShop();
    for (const method of ["CARD", "TRANSFER", "VIRTUAL_ACCOUNT"]) {
      await shop.merchant.confirm(await shop.merchant.buyer({ method }));
    }
    await shop.merchant.buyer({ authenticate: false });
    await shop.merchant.fault({ operation: "cancel", kind: "away", times: null });
  }, patience.timeout);
  afterAll(() => shop.close());

  /** Opens every `details`, which is part of the page as well. */
  async function unfold(frame: Page | Frame) {
    await frame.evaluate(() => {
      for (const details of document.querySelectorAll("details")) details.open = true;
    });
  }

  async function fits(frame: Page | Frame) {
    return frame.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
  }

  test.each([
    ["the card", 62_000, "DEFAULT", "CARD"],
    ["a virtual account", 62_000, "REFUND_ACCOUNT", "VIRTUAL_ACCOUNT"],
    ["a method of the shop's own", 62_000, "CUSTOM_METHOD", "CULTURE_VOUCHER"],
    ["a wallet for a large amount", 12_000_000, "DEFAULT", "TOSSPAY"],
  ])("the widgets have no violations with %s chosen", async (_, amount, variantKey, code) => {
    const visit = await shop.visit();
    await visit.page.setViewportSize({ width: 320, height: 700 });
    await visit.withWidgets(
      placeWidgets.replace(`"#methods"`, `"#methods", variantKey: "${variantKey}"`),
      amount,
    );
    await visit.choose(code);
    for (const frame of visit.page.frames()) {
      await unfold(frame);
      expect(await fits(frame)).toBe(true);
    }
    expect(await barriersOn(visit.page)).toEqual([]);
  });

  test.each(["ko-KR", "en-US"])("the start and control pages have no violations in %s", async (locale) => {
    const page = await shop.openPage({ locale, viewport: { width: 320, height: 700 } });
    const lookAround = async () => {
      await unfold(page);
      expect(await barriersOn(page)).toEqual([]);
      expect(await fits(page)).toBe(true);
    };
    await page.goto(shop.gatewayUrl);
    await lookAround();
    await page.goto(`${shop.gatewayUrl}/control`);
    await lookAround();
    for (const turn of ["reset", "somewhere"]) {
      await page
        .locator("button[name=turn]")
        .first()
        .evaluate((button, value) => {
          button.setAttribute("value", value);
        }, turn);
      await page.locator("button[name=turn]").first().click();
      await page.getByRole("status").waitFor();
      await lookAround();
    }
  });
});
