import { availableParallelism } from "node:os";
import { defineConfig, devices, type ReporterDescription } from "playwright/test";
import type { BenchOptions } from "./e2e/fixtures";
import type { Engine } from "./scripts/kit/test-databases";

// `npm test -- e2e` finds a browser, makes the production build and starts a PostgreSQL server before it comes here.
const engines: Engine[] = process.env.TEST_DATABASE_URL ? ["sqlite", "postgresql"] : ["sqlite"];
const chromium = process.env.PLAYWRIGHT_CHROMIUM;
const report = process.env.PLAYWRIGHT_REPORT;
const counted: ReporterDescription = ["json", { outputFile: report }];
const isRoot = process.getuid?.() === 0;

/** What pages show does not depend on the database: the stories that carry the tag @page run on SQLite alone. */
const pagesOnce = (engine: Engine) => (engine === "sqlite" ? {} : { grepInvert: /@page/ });

export default defineConfig<object, BenchOptions>({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  fullyParallel: true,
  // More stories than processors: each waits now and then, for a page to be drawn or a gateway to answer.
  workers: Math.min(6, Math.ceil(availableParallelism() * 1.5)),
  // On a busy machine of others' a browser may be late. What passes only the second time is named in the summary.
  retries: process.env.CI ? 1 : 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [[process.stdout.isTTY && !process.env.CI ? "line" : "dot"], ...(report ? [counted] : [])],
  outputDir: "test-results",
  use: {
    locale: "ko-KR",
    timezoneId: "Asia/Seoul",
    // A film of every story would cost a third of the time; the trace without it shows each step as well.
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
    launchOptions: {
      ...(chromium && { executablePath: chromium }),
      // Chromium's sandbox does not work for root, as in most containers.
      args: isRoot ? ["--no-sandbox"] : [],
    },
  },
  projects: engines.flatMap((engine) => [
    {
      name: engine,
      ...pagesOnce(engine),
      testIgnore: /\.phone\.spec\.ts$/,
      use: { ...devices["Desktop Chrome"], viewport: { width: 1280, height: 800 }, engine },
    },
    {
      // The stories of *.phone.spec.ts, and every other one that carries the tag @phone.
      name: `${engine}-phone`,
      ...pagesOnce(engine),
      grep: /\.phone\.spec\.ts|@phone/,
      use: { ...devices["Galaxy S24"], viewport: { width: 360, height: 780 }, engine },
    },
  ]),
});
