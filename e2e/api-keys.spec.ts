import { expect, test } from "./fixtures";
import { withApiKeysOnly } from "./kit/api-keys-only";
import { buyerOn, mina } from "./kit/buyer";
import { axeFindings, isTooWide } from "./kit/everyone";
import { expectChargedOnce } from "./kit/truth";

// A shop that has only Toss's API keys has no widget: its order sheet offers the methods itself.

const methods = [
  { choice: "카드", company: "현대" },
  { choice: "토스페이" },
  { choice: "계좌이체", bank: "신한" },
  { choice: "휴대폰 결제", bank: "SKT" },
];

test("a shop with API keys alone shows the payment methods itself, and each of them pays", {
  tag: ["@page", "@phone"],
}, async ({ page, isMobile, openWorld }) => {
  const world = await withApiKeysOnly(await openWorld());
  const shop = world.apps[0].url;
  const buyer = buyerOn(page, isMobile);
  // Four purchases in a world of their own.
  test.slow();

  for (const { choice, company, bank } of methods)
    await test.step(choice, async () => {
      await page.goto(`${shop}/products/cool-t-shirt`);
      await page.getByRole("button", { name: buyer.say.add }).click();
      await page.goto(`${shop}/checkout`);
      await buyer.fillsIn();
      await page.getByRole("radio", { name: choice, exact: true }).check();
      await buyer.payButton.click();
      await expect(buyer.inWindow("pay")).toBeVisible();
      const asked = company ?? bank;
      if (asked) await buyer.paymentWindow.getByRole("radio", { name: asked, exact: true }).check();
      await buyer.inWindow("pay").click();
      await buyer.seesTheReceipt();
      await expectChargedOnce(world, { order_number: await buyer.orderNumber(), amount: 29_000 });
    });
  // Closed before its world is gone, since the page may still send requests.
  await page.close();
});

test("nothing is ordered without a choice, and a method that the amount rules out says why", {
  tag: "@page",
}, async ({ page, openWorld }) => {
  const world = await withApiKeysOnly(await openWorld());
  const buyer = buyerOn(page, false);
  await page.goto(`${world.apps[0].url}/products/cool-t-shirt`);
  for (let shirts = 1; shirts < 40; shirts++)
    await page.getByRole("button", { name: buyer.say.more }).click();
  await page.getByRole("button", { name: buyer.say.add }).click();
  await page.goto(`${world.apps[0].url}/checkout`);
  await buyer.fillsIn();

  await expect(page.getByRole("radio", { name: /휴대폰/ })).toBeDisabled();
  await expect(page.getByRole("radio", { name: /휴대폰/ })).toHaveAccessibleName(/1,000,000원까지/);
  await buyer.payButton.click();

  await expect(page.getByRole("main").getByRole("alert")).toContainText("결제수단을 먼저 선택해 주세요.");
  expect(await world.sql("SELECT number FROM orders")).toEqual([]);
  await page.getByRole("radio", { name: "계좌이체", exact: true }).check();
  await expect(page.getByText("계좌이체로는 10,000,000원까지 결제할 수 있어요.")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("radio", { name: "계좌이체", exact: true })).toBeChecked();
  await expect(buyer.field("name")).toHaveValue(mina.name);
  await page.close();
});

test("the shop's own list of methods is accessible in both languages", {
  tag: ["@page", "@phone"],
}, async ({ page, isMobile, openWorld }) => {
  const world = await withApiKeysOnly(await openWorld());
  const buyer = buyerOn(page, isMobile);
  // During a color transition, axe would measure an intermediate color.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto(`${world.apps[0].url}/products/cool-t-shirt`);
  await page.getByRole("button", { name: buyer.say.add }).click();
  await page.goto(`${world.apps[0].url}/checkout`);
  const radios = { ko: "가상계좌", en: "Virtual account" };

  for (const language of ["ko", "en"] as const)
    await test.step(language, async () => {
      const account = page.getByRole("radio", { name: radios[language], exact: true });
      await expect(account).toBeVisible();
      expect(await axeFindings(page)).toEqual([]);
      expect(await isTooWide(page)).toBe(false);
      // One press of Tab moves into a group of radio buttons; the arrow keys move within it.
      await account.focus();
      await page.keyboard.press("Space");
      await expect(account).toBeChecked();
      expect(await axeFindings(page)).toEqual([]);
      await page.keyboard.press("ArrowDown");
      await expect(account).not.toBeChecked();
      if (language === "ko") await page.getByRole("button", { name: "English" }).click();
    });
  await page.close();
});
