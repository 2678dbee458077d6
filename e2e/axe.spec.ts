import axe from "axe-core";
import type { Page } from "playwright/test";
import { expect, test } from "./fixtures";
import { scenes } from "./scenes";
import { openBrowser, visit } from "./scenes/visit";

// Nobody is kept out: every page, in every state, in both languages, on a phone and on a computer.
for (const scene of scenes)
  test(`axe finds nothing: ${scene.name}`, { tag: "@page" }, async ({
    browser,
    baseURL,
    world,
    newShopper,
  }) => {
    const view = await scene.arrange({ world, newShopper: () => newShopper() });
    for (const [size, language] of [
      ["phone", "ko"],
      ["computer", "en"],
    ] as const) {
      const context = await openBrowser(browser, baseURL ?? "", size, language);
      try {
        expect(await findings(await visit(context, language, scene, view)), `${size}, ${language}`).toEqual(
          [],
        );
      } finally {
        await context.close();
      }
    }
  });

/** What axe has to say about the page itself; what the gateway draws into its frames is the gateway's. */
async function findings(page: Page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(async () =>
    (globalThis as unknown as { axe: typeof axe }).axe.run({ exclude: ["iframe"] }),
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}
