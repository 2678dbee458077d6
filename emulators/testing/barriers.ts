import axe from "axe-core";
import type { Page } from "playwright";

/** The accessibility violations on this page and in its frames: each broken rule, and where. */
export async function barriersOn(page: Page): Promise<string[]> {
  // Evaluated like a debugger would: the page's CSP blocks foreign scripts.
  for (const frame of page.frames()) {
    await frame.evaluate(`${axe.source}; axe.configure({ allowedOrigins: ["<unsafe_all_origins>"] })`);
  }
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}
