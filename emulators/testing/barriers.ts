import axe from "axe-core";
import type { Page } from "playwright";

/** What would keep somebody from using this page: each rule that is broken, and where. */
export async function barriersOn(page: Page): Promise<string[]> {
  // Run as a debugger would: the page's own policy lets no foreign script in.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}
