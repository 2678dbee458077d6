import { execFile } from "node:child_process";
import { demo } from "../scripts/kit/test-databases";
import { expect, test } from "./fixtures";
import { hire } from "./kit/desk";
import type { World } from "./world";

// An operator looks at what the shop needs before it goes live: on the command line, and at the desk.

/** What `npm run doctor` says of a shop that runs, and with what it ends. */
const doctor = (world: World, env: Record<string, string> = {}) =>
  new Promise<{ code: number; said: string }>((resolve) => {
    const { url } = world.apps[0];
    execFile(
      process.execPath,
      ["--import", "tsx", "scripts/doctor.ts"],
      {
        env: {
          ...process.env,
          ...demo,
          DATABASE_URL: world.databaseUrl,
          APP_URL: url,
          PORT: new URL(url).port,
          EMULATOR_TOSS_PORT: new URL(world.emulator.url).port,
          EMULATOR_STRIPE_PORT: new URL(world.stripe.url).port,
          MAIL_FOLDER: world.mailFolder,
          ...env,
        },
      },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), said: stdout + stderr }),
    );
  });

test("an operator reads line by line what is well, what to look at and what to mend", async ({ world }) => {
  test.slow();
  const well = await doctor(world);
  expect(well.said).toMatch(/^WARN {2}Keys +This is a demo/m);
  expect(well.said).toMatch(/^PASS {2}Proxy +The shop answers at APP_URL/m);
  expect(well.said.match(/^PASS {2}Gateways +(Toss|Stripe) takes the keys/gm)).toHaveLength(3);
  expect(well.said).toMatch(/^PASS {2}Database +A purchase can be written/m);
  expect(well.said).toMatch(/, 0 to mend$/m);
  expect(well.code).toBe(0);

  const ill = await doctor(world, {
    APP_URL: "http://127.0.0.1:1",
    SMTP_URL: "smtp://127.0.0.1:1",
    MAIL_FROM: "hello@shop.example",
  });
  expect(ill.said).toMatch(/^FAIL {2}Proxy +The shop is not reached at APP_URL/m);
  expect(ill.said).toMatch(/^FAIL {2}Mail +No letter goes out \(ESOCKET ECONNREFUSED/m);
  expect(ill.code).toBe(1);

  const unfit = await doctor(world, { APP_URL: "https://shop.test/shop" });
  expect(unfit.said).toMatch(/^FAIL {2}Settings +APP_URL: must be an address without a path/m);
  expect(unfit.code).toBe(1);
});

for (const [language, title, again, good] of [
  ["ko-KR", "판매 전 점검", "다시 점검하기", "주문을 저장할 수 있어요."],
  ["en-US", "Before going live", "Look again", "A purchase can be written."],
] as const)
  test.describe(() => {
    test.use({ locale: language });

    test(
      `a manager has the same looked at from the desk, in ${language}`,
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
