import type { BrowserContext } from "playwright/test";
import { test as base, expect } from "./fixtures";
import { axeFindings, isTooWide, outOfReach } from "./kit/everyone";
import { scenes } from "./scenes";
import { openBrowser, visit } from "./scenes/visit";

/** Browsers that stay open from scene to scene: what they have loaded once they need not load again. */
const test = base.extend<object, { phone: BrowserContext; computer: BrowserContext; plain: BrowserContext }>({
  phone: [
    async ({ browser, world }, use) => {
      const phone = await openBrowser(browser, world.apps[0].url, "phone", "ko");
      await use(phone);
      await phone.close();
    },
    { scope: "worker" },
  ],
  computer: [
    async ({ browser, world }, use) => {
      const computer = await openBrowser(browser, world.apps[0].url, "computer", "en");
      await use(computer);
      await computer.close();
    },
    { scope: "worker" },
  ],
  /** A browser without JavaScript. */
  plain: [
    async ({ browser, world }, use) => {
      const plain = await openBrowser(browser, world.apps[0].url, "phone", "ko", false);
      await use(plain);
      await plain.close();
    },
    { scope: "worker" },
  ],
});

// Nobody is kept out: every page, in every state, in both languages, on a phone and on a computer.
for (const scene of scenes)
  test(`everybody can use ${scene.name}`, { tag: "@page" }, async ({
    phone,
    computer,
    plain,
    world,
    newShopper,
  }) => {
    const view = await scene.arrange({ world, newShopper: () => newShopper() });

    const small = await visit(phone, "ko", scene, view);
    expect(await axeFindings(small)).toEqual([]);
    expect(await isTooWide(small)).toBe(false);
    await small.close();

    const large = await visit(computer, "en", scene, view);
    expect(await axeFindings(large)).toEqual([]);
    expect(await outOfReach(large)).toEqual([]);
    await large.close();

    if (!scene.needsScript) await (await visit(plain, "ko", scene, view)).close();
  });
