import { setTimeout as pause } from "node:timers/promises";
import type { CDPSession, Page } from "playwright";
import { type PageName, type Phone, pageNames, withPhone } from "./phone";

/** What a shopper feels on one page. Times are in milliseconds since the page was requested. */
export type Felt = {
  page: PageName;
  /** The first and the largest contentful paint. */
  fcp: number;
  lcp: number;
  /** Cumulative layout shift. */
  cls: number;
  /** How long the slowest of a few interactions took until the next paint. */
  inp: number;
  /** How long the processor was busy in tasks of more than 50 ms. */
  longTasks: number;
  /** When something that matters on this page was on the screen, by its name. */
  seen: Record<string, number>;
  /** What the shop sent, in bytes, by kind. */
  bytes: Record<Kind, number>;
};

const kinds = ["Document", "Script", "Font", "Stylesheet"] as const;
type Kind = (typeof kinds)[number];

/** A slow phone on a slow network: Lighthouse's "slow 4G", and a processor four times as slow as this one. */
const slow4G = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 };
const slowProcessor = { rate: 4 };
const runs = 3;

/** How long a page is watched after it has loaded. */
const settled_ms = 3_000;

/** Opens each page three times with an empty cache. Every figure is a median. */
export const feelPages = () =>
  withPhone(async (phone) => {
    const felt: Felt[] = [];
    for (const name of pageNames) {
      const each: Felt[] = [];
      for (let run = 0; run < runs; run++) each.push(await feel(phone, name));
      felt.push(medianOf(each));
      console.log(`  ${JSON.stringify(felt.at(-1))}`);
    }
    return felt;
  });

async function feel({ context, urls }: Phone, name: PageName): Promise<Felt> {
  const page = await context.newPage();
  try {
    const cdp = await context.newCDPSession(page);
    const bytes = await slowDown(cdp, new URL(urls[name]).origin);
    await page.addInitScript(watch);
    await page.goto(urls[name], { waitUntil: "commit" });
    const seen: Felt["seen"] = {};
    for (const [what, wait] of Object.entries(landmarks[name])) {
      await wait(page);
      // What has its place on the page is not painted before the first paint.
      seen[what] = await page.evaluate(() => Math.max(performance.now(), window.felt.fcp));
    }
    await page.waitForLoadState("load");
    await pause(settled_ms);
    const { fcp, lcp, cls, longTasks } = await page.evaluate(() => window.felt);
    await acts[name](page);
    await page.evaluate(() => new Promise((rest) => requestAnimationFrame(() => setTimeout(rest, 100))));
    const { inp } = await page.evaluate(() => window.felt);
    return { page: name, fcp, lcp, cls, inp, longTasks, seen, bytes };
  } finally {
    await page.close();
  }
}

async function slowDown(cdp: CDPSession, shop: string): Promise<Felt["bytes"]> {
  const bytes = { Document: 0, Script: 0, Font: 0, Stylesheet: 0 };
  const kindOf = new Map<string, Kind>();
  cdp.on("Network.responseReceived", ({ requestId, type, response }) => {
    const kind = kinds.find((one) => one === type);
    if (kind && response.url.startsWith(shop)) kindOf.set(requestId, kind);
  });
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const kind = kindOf.get(requestId);
    if (kind) bytes[kind] += encodedDataLength;
  });
  await cdp.send("Network.enable");
  await cdp.send("Network.clearBrowserCache");
  await cdp.send("Network.emulateNetworkConditions", slow4G);
  await cdp.send("Emulation.setCPUThrottlingRate", slowProcessor);
  return bytes;
}

const methods = (page: Page) => page.frameLocator('iframe[title="결제수단"]');
const terms = (page: Page) => page.frameLocator('iframe[title="약관"]');

/** What a shopper waits for on each page, in the order in which it appears. */
const landmarks: Record<PageName, Record<string, (page: Page) => Promise<void>>> = {
  shelf: { products: (page) => page.getByRole("link", { name: /쿨 티셔츠/ }).waitFor() },
  product: { "add to cart": (page) => page.getByRole("button", { name: "장바구니에 담기" }).waitFor() },
  cart: { items: (page) => page.getByRole("link", { name: "쿨 티셔츠" }).first().waitFor() },
  sheet: {
    "name field": (page) => page.getByLabel("이름", { exact: true }).waitFor(),
    methods: (page) => methods(page).getByRole("radio").first().waitFor(),
    terms: (page) => terms(page).getByRole("checkbox").first().waitFor(),
  },
  order: { status: (page) => page.getByRole("heading", { level: 1 }).waitFor() },
};

/** A few interactions that are usual on each page. */
const acts: Record<PageName, (page: Page) => Promise<void>> = {
  shelf: (page) => page.getByRole("link", { name: /쿨 티셔츠/ }).click(),
  product: (page) => page.getByRole("button", { name: "장바구니에 담기" }).click(),
  async cart(page) {
    await page
      .getByRole("button", { name: /하나 더하기/ })
      .first()
      .click();
    await page
      .getByRole("button", { name: /하나 빼기/ })
      .first()
      .click();
  },
  async sheet(page) {
    await page.getByLabel("이름", { exact: true }).pressSequentially("mina");
    await page.getByRole("checkbox", { name: "주문자와 동일" }).uncheck();
    await page.getByRole("checkbox", { name: "주문자와 동일" }).check();
  },
  order: (page) => page.getByText("주문 취소 요청하기").click(),
};

type Watched = Pick<Felt, "fcp" | "lcp" | "cls" | "inp" | "longTasks">;
declare global {
  interface Window {
    felt: Watched;
  }
}

/** Runs in the page before its own scripts. Whatever is named in here would need a helper that the page does not have. */
function watch() {
  window.felt = { fcp: 0, lcp: 0, cls: 0, inp: 0, longTasks: 0 };
  for (const type of ["paint", "largest-contentful-paint", "layout-shift", "longtask", "event"])
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & Partial<LayoutShift & Interaction>)[]) {
        const { felt } = window;
        if (entry.name === "first-contentful-paint") felt.fcp = entry.startTime;
        if (type === "largest-contentful-paint") felt.lcp = entry.startTime;
        if (type === "layout-shift" && !entry.hadRecentInput) felt.cls += entry.value ?? 0;
        if (type === "longtask") felt.longTasks += entry.duration;
        if (type === "event" && entry.interactionId) felt.inp = Math.max(felt.inp, entry.duration);
      }
    }).observe({ type, buffered: true, durationThreshold: 16 } as PerformanceObserverInit);
}

/** What the types of browsers do not have yet. */
type LayoutShift = { value: number; hadRecentInput: boolean };
type Interaction = { interactionId: number };

function medianOf(each: Felt[]): Felt {
  const [first] = each;
  if (!first) throw new Error("Nothing was measured.");
  const middle = (of: (felt: Felt) => number) =>
    each.map(of).toSorted((a, b) => a - b)[Math.floor(each.length / 2)] ?? 0;
  const names = Object.keys(first.seen);
  return {
    page: first.page,
    fcp: middle(({ fcp }) => fcp),
    lcp: middle(({ lcp }) => lcp),
    cls: middle(({ cls }) => cls),
    inp: middle(({ inp }) => inp),
    longTasks: middle(({ longTasks }) => longTasks),
    seen: Object.fromEntries(names.map((name) => [name, middle(({ seen }) => seen[name] ?? 0)])),
    bytes: first.bytes,
  };
}
