import { expect, test } from "./fixtures";
import { axeFindings, isTooWide, outOfReach } from "./kit/everyone";
import { isTold } from "./kit/sample";
import { scenes } from "./scenes";
import { sizes, visit } from "./scenes/visit";

// Accessibility: every page, in every state, in both languages, on phone, desktop and without JavaScript. The check
// visits each once, alternating between Korean on a phone and English on desktop, always at phone width; half of them
// also without JavaScript. `npm test -- deep` visits the rest.
for (const [n, scene] of scenes.entries())
  test(`everybody can use ${scene.name}`, { tag: ["@page", "@sampled"] }, async ({
    phone,
    computer,
    plain,
    world: shared,
    openWorld,
    newShopper,
  }) => {
    const world = scene.needsOwnWorld ? await openWorld() : shared;
    const view = await scene.arrange({ world, newShopper: () => newShopper(world) });

    if (isTold(n % 2 === 0)) {
      const small = await visit(phone, "ko", scene, view, world);
      expect(await axeFindings(small)).toEqual([]);
      expect(await isTooWide(small)).toBe(false);
      await small.close();
    }

    if (isTold(n % 2 === 1)) {
      const large = await visit(computer, "en", scene, view, world);
      expect(await axeFindings(large)).toEqual([]);
      expect(await outOfReach(large)).toEqual([]);
      await large.setViewportSize(sizes.phone.viewport);
      // Charts are drawn again once they have noticed their new width.
      await expect.poll(() => isTooWide(large)).toBe(false);
      await large.close();
    }

    if (!scene.needsScript && isTold(n % 2 === 0))
      await (await visit(plain, "ko", scene, view, world)).close();
  });
