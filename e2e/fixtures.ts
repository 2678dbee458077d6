import { writeFileSync } from "node:fs";
import {
  type APIRequestContext,
  type Browser,
  type BrowserContext,
  test as base,
  expect,
  type TestInfo,
} from "playwright/test";
import type { Currency } from "@/lib/money";
import { patient } from "@/testing/load";
import type { Engine, Template } from "../scripts/kit/test-databases";
import { pricesIn } from "./kit/currency";
import { type Shopper, shopperWith } from "./kit/shopper";
import { templateOf } from "./kit/templates";
import { openBrowser } from "./scenes/visit";
import { type App, startWorld, type World, type WorldOptions } from "./world";

export type BenchOptions = { engine: Engine };

type Shared = BenchOptions & {
  template: Template;
  world: World;
  // Browsers that stay open from scene to scene and keep their caches.
  phone: BrowserContext;
  computer: BrowserContext;
  /** A browser without JavaScript. */
  plain: BrowserContext;
};

type Own = {
  /** The currency in which a browser's shop shows prices: won in every language, unless a test sets another. */
  currency: Currency;
  /** A shopper at this world's first shop. */
  shopper: Shopper;
  /** Another shopper: in another browser, or at another shop. */
  newShopper: (world?: World, app?: App) => Promise<Shopper>;
  /** Starts a world for this test alone, which may break it. It ends with the test. */
  openWorld: (options?: WorldOptions) => Promise<World>;
  evidence: undefined;
};

type Stays = (
  given: { browser: Browser; world: World },
  use: (context: BrowserContext) => Promise<void>,
) => Promise<void>;

/** Defined here rather than where it is used: a file with worker fixtures gets workers and worlds of its own. */
const staysOpen = (
  ...how: [Parameters<typeof openBrowser>[2], Parameters<typeof openBrowser>[3], boolean?]
) => {
  const open: Stays = async ({ browser, world }, use) => {
    const context = await openBrowser(browser, world.apps[0].url, ...how);
    await use(context);
    await context.close();
  };
  return [open, { scope: "worker" }] as [Stays, { scope: "worker" }];
};

/** Tests share one world per worker and tell their orders apart; `baseURL` is its first shop. */
export const test = base.extend<Own, Shared>({
  engine: ["sqlite", { scope: "worker", option: true }],

  template: [async ({ engine }, use) => use(templateOf(engine)), { scope: "worker" }],

  world: [
    async ({ template }, use) => {
      const world = await startWorld(template);
      await use(world);
      await world.stop();
    },
    { scope: "worker", timeout: patient(120_000) },
  ],

  phone: staysOpen("phone", "ko"),
  computer: staysOpen("computer", "en"),
  plain: staysOpen("phone", "ko", false),

  baseURL: async ({ world }, use) => use(world.apps[0].url),

  shopper: async ({ newShopper }, use) => use(await newShopper()),

  newShopper: async ({ world: shared, playwright }, use) => {
    const opened: APIRequestContext[] = [];
    await use(async (world = shared, app = world.apps[0]) => {
      const request = await playwright.request.newContext({ baseURL: app.url });
      opened.push(request);
      // The cookie lets the shop recognize a browser and its repeated requests.
      await request.get("/cart");
      return shopperWith(request, world.emulator, app.url);
    });
    for (const request of opened) await request.dispose();
  },

  currency: ["KRW", { option: true }],

  context: async ({ context, currency, world }, use) => {
    await context.addCookies([pricesIn(currency, world.apps[0].url)]);
    const complaints: string[] = [];
    context.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    context.on("weberror", (failed) => complaints.push(String(failed.error())));
    // A CSP violation in normal use means that something is missing on the page.
    await context.addInitScript(() =>
      addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
        console.error(`stopped by ${effectiveDirective}: ${blockedURI}`),
      ),
    );
    await use(context);
    expect(complaints.filter((complaint) => !isAnswered(complaint))).toEqual([]);
  },

  openWorld: async ({ template }, use, testInfo) => {
    const opened: World[] = [];
    await use(async (options) => {
      const world = await startWorld(template, options);
      opened.push(world);
      return world;
    });
    for (const world of opened) await world.stop();
    for (const [n, world] of opened.entries()) await judge(testInfo, `own-world-${n + 1}.log`, world, []);
  },

  evidence: [
    async ({ world }, use, testInfo) => {
      const before = surprisesIn(world);
      await use(undefined);
      await judge(testInfo, "world.log", world, before);
    },
    { auto: true },
  ],
});

/**
 * No test, however hostile, may make a shop throw an unexpected error. If one does, or fails otherwise, the shop's and
 * the gateway's output is attached next to its trace.
 */
async function judge(testInfo: TestInfo, name: string, world: World, known: string[]) {
  const surprises = surprisesIn(world).filter((line) => !known.includes(line));
  if (testInfo.status !== testInfo.expectedStatus || surprises.length > 0) {
    const path = testInfo.outputPath(name);
    writeFileSync(path, world.log());
    await testInfo.attach(name, { path });
  }
  expect(surprises).toEqual([]);
}

/**
 * The errors in the shops' logs; Next marks its lines with a cross. A database that was too busy is not counted: the
 * shop answers that nothing was done, and a test that does not expect this fails.
 */
const surprisesIn = ({ apps }: World) =>
  apps.flatMap((app) =>
    app
      .log()
      .split("\n")
      .filter((line) => line.includes('"err":') || line.includes("⨯"))
      .filter((line) => !line.includes("found the database too busy")),
  );

/**
 * The browser logs every 4xx answer of the API, and the page shows a message for those. It has none for server errors.
 */
const isAnswered = (complaint: string) => /the server responded with a status of 4\d\d/.test(complaint);

export { expect };
