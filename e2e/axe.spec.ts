import type { BrowserContext } from "playwright/test";
import { test as base, expect } from "./fixtures";
import { axeFindings, isTooWide, outOfReach } from "./kit/everyone";
import { isTold } from "./kit/sample";
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

// Nobody is kept out: every page, in every state, in both languages, on a phone, on a computer and without scripts. The
// check sees each on a phone, and every other one on a computer or without scripts; `npm test -- deep` sees the rest.
for (const [n, scene] of scenes.entries())
  test(`everybody can use ${scene.name}`, { tag: ["@page", "@sampled"] }, async ({
    phone,
    computer,
    plain,
    world,
    newShopper,
  }) => {
    const view = await scene.arrange({ world, newShopper: () => newShopper() });

    if (isTold(true)) {
      const small = await visit(phone, "ko", scene, view);
      expect(await axeFindings(small)).toEqual([]);
      expect(await isTooWide(small)).toBe(false);
      await small.close();
    }

    if (isTold(n % 2 === 0)) {
      const large = await visit(computer, "en", scene, view);
      expect(await axeFindings(large)).toEqual([]);
      expect(await outOfReach(large)).toEqual([]);
      await large.close();
    }

    if (!scene.needsScript && isTold(n % 2 === 1)) await (await visit(plain, "ko", scene, view)).close();
  });
