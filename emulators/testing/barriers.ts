import axe from "axe-core";
import type { Page } from "playwright";

/** What would keep somebody from using this page and its frames: each rule that is broken, and where. */
export async function barriersOn(page: Page): Promise<string[]> {
  // Run as a debugger would: the page's own policy lets no foreign script in.
  for (const frame of page.frames()) {
    await frame.evaluate(`${axe.source}; axe.configure({ allowedOrigins: ["<unsafe_all_origins>"] })`);
  }
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}
