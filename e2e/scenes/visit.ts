import { type Browser, type BrowserContext, devices, type Page } from "playwright/test";
import en from "@/messages/en.json" with { type: "json" };
import ko from "@/messages/ko.json" with { type: "json" };
import { pricesIn } from "../kit/currency";
import type { World } from "../world";
import { patiently, type Scene, type View, type Words } from "./scene";

const words = { ko, en } satisfies Record<string, Words>;
export type Language = keyof typeof words;

export const sizes = {
  phone: { ...devices["Galaxy S24"], viewport: { width: 360, height: 780 }, deviceScaleFactor: 1 },
  computer: { ...devices["Desktop Chrome"], viewport: { width: 1280, height: 800 } },
};
export type Size = keyof typeof sizes;

/** A browser in one language and size, which visits scenes one after another. */
export const openBrowser = (
  browser: Browser,
  baseURL: string,
  size: Size,
  language: Language,
  javaScriptEnabled = true,
) =>
  browser.newContext({
    ...sizes[size],
    baseURL,
    locale: language === "ko" ? "ko-KR" : "en-US",
    timezoneId: "Asia/Seoul",
    reducedMotion: "reduce",
    javaScriptEnabled,
  });

/** Opens a scene's page as its shopper, and checks that it is in the expected state. */
export async function visit(
  context: BrowserContext,
  language: Language,
  scene: Scene,
  view: View,
  { apps: [{ url }] }: Pick<World, "apps">,
): Promise<Page> {
  await context.clearCookies();
  if (view.as) await context.addCookies((await view.as.request.storageState()).cookies);
  const page = await context.newPage();
  // A static file of the shop, so that its storage can be filled before any page is open.
  await page.goto(`${url}/icon.svg`);
  await context.addCookies([pricesIn(view.currency ?? "KRW", url)]);
  await page.evaluate((stored) => {
    localStorage.clear();
    for (const [name, value] of Object.entries(stored)) localStorage.setItem(name, JSON.stringify(value));
  }, view.stored ?? {});
  if (view.media === "dark") await page.emulateMedia({ colorScheme: "dark" });
  if (view.media === "print") await page.emulateMedia({ media: "print" });
  await page.goto(url + view.path);
  await view.act?.(page, words[language]);
  await patiently(
    page.getByText(scene.shows(words[language])).filter({ visible: true }).first(),
  ).toBeVisible();
  return page;
}
