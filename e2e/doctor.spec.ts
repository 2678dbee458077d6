import { expect, test } from "./fixtures";
import { hire } from "./kit/desk";

// A manager checks what the shop needs before it goes live. lib/doctor has the tests of the command.

for (const [language, title, again, good] of [
  ["ko-KR", "판매 전 점검", "다시 점검하기", "주문을 저장할 수 있어요."],
  ["en-US", "Before you go live", "Check again", "Orders can be saved."],
] as const)
  test.describe(() => {
    test.use({ locale: language });

    test(
      `a manager runs the pre-launch check from the desk, in ${language}`,
      { tag: "@page" },
      async ({ page, world }, testInfo) => {
        await hire(world, "manager", page.request);
        await page.setViewportSize({ width: 1280, height: 900 });
        await page.goto(`${world.apps[0].url}/admin/doctor`);
        await expect(page.getByRole("heading", { name: title })).toBeVisible();
        await page.getByRole("button", { name: again }).click();
        await expect(page.getByText(good)).toBeVisible();
        await page.screenshot({ path: testInfo.outputPath("1280.png"), fullPage: true });
        await page.reload();
        await expect(page.getByText(good)).toBeVisible();
        await page.setViewportSize({ width: 360, height: 800 });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(wide).toBeLessThanOrEqual(360);
        await page.screenshot({ path: testInfo.outputPath("360.png"), fullPage: true });
      },
    );
  });
