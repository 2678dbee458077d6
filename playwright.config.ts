import { availableParallelism } from "node:os";
import { defineConfig, devices, type ReporterDescription } from "playwright/test";
import type { BenchOptions } from "./e2e/fixtures";
import type { Engine } from "./scripts/kit/test-databases";
import { patient } from "./testing/load";

// `npm test -- e2e` finds a browser, makes the production build and starts a PostgreSQL server before it runs this.
const engines: Engine[] = process.env.TEST_DATABASE_URL ? ["sqlite", "postgresql"] : ["sqlite"];
const chromium = process.env.PLAYWRIGHT_CHROMIUM;
const report = process.env.PLAYWRIGHT_REPORT;
const counted: ReporterDescription = ["json", { outputFile: report }];
const isRoot = process.getuid?.() === 0;

/**
 * Stories with race conditions or engine-specific SQL are tagged @rows and run on PostgreSQL in every check. What pages
 * show does not depend on the database: stories tagged @page run on SQLite only. `npm test -- deep` runs the rest on
 * PostgreSQL; on SQLite it runs what is tagged @deep, and the part of @sampled that the check leaves out.
 */
const tier = process.env.TEST_TIER ?? "all";
const everything: Record<Engine, RegExp> = { sqlite: /^/, postgresql: /^(?!.*@page)/ };
const tiers: Record<string, Record<Engine, RegExp>> = {
  check: { sqlite: /^(?!.*@deep)/, postgresql: /@rows/ },
  deep: { sqlite: /@deep|@sampled/, postgresql: /^(?!.*@page)(?=.*@sampled|(?!.*@rows))/ },
};
const told = tiers[tier] ?? everything;
/** A phone and a computer write the same rows: on PostgreSQL, phones are left to `npm test -- deep`. */
const phoneTiers: Record<string, Record<Engine, RegExp>> = {
  check: { ...told, postgresql: /(?!)/ },
  deep: { ...told, postgresql: everything.postgresql },
};
const toldOnPhones = phoneTiers[tier] ?? told;
const phones = /\.phone\.spec\.ts|@phone/;
const both = (one: RegExp, other: RegExp) => new RegExp(`^(?=.*(${one.source}))(?=.*(${other.source}))`);

export default defineConfig<object, BenchOptions>({
  testDir: "e2e",
  globalSetup: "./e2e/kit/templates.ts",
  testMatch: "**/*.spec.ts",
  fullyParallel: true,
  // More workers than processors: a story often waits, for a page to render or a gateway to answer.
  workers: Math.min(8, availableParallelism() * 3),
  // A retry would hide what is wrong. On a busy machine everything may take longer instead.
  retries: 0,
  timeout: patient(90_000),
  expect: { timeout: patient(30_000) },
  forbidOnly: Boolean(process.env.CI),
  reporter: [[process.stdout.isTTY && !process.env.CI ? "line" : "dot"], ...(report ? [counted] : [])],
  outputDir: "test-results/stories",
  use: {
    locale: "ko-KR",
    timezoneId: "Asia/Seoul",
    // Tracing every story would add a sixth to the run time: only runs that name files get traces of failures. All
    // others get the failed story's last page, as a picture and as text, and the shop's log.
    trace: { mode: tier === "all" ? "retain-on-failure" : "off", screenshots: false },
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
      grep: told[engine],
      testIgnore: /\.phone\.spec\.ts$/,
      use: { ...devices["Desktop Chrome"], viewport: { width: 1280, height: 800 }, engine },
    },
    {
      // The stories in *.phone.spec.ts, and all others tagged @phone.
      name: `${engine}-phone`,
      grep: both(toldOnPhones[engine], phones),
      use: { ...devices["Galaxy S24"], viewport: { width: 360, height: 780 }, engine },
    },
  ]),
});
