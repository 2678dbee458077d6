import { expect, test } from "./fixtures";
import { axeFindings, isTooWide, outOfReach } from "./kit/everyone";
import { isTold } from "./kit/sample";
import { scenes } from "./scenes";
import { sizes, visit } from "./scenes/visit";

// Nobody is kept out: every page, in every state, in both languages, on a phone, on a computer and without scripts. The
// check sees each once, in Korean on a phone or in English on a computer by turns, and always as narrow as a phone; half
// of them also without scripts. `npm test -- deep` sees the rest.
for (const [n, scene] of scenes.entries())
  test(`everybody can use ${scene.name}`, { tag: ["@page", "@sampled"] }, async ({
    phone,
    computer,
    plain,
    world,
    newShopper,
  }) => {
    const view = await scene.arrange({ world, newShopper: () => newShopper() });

    if (isTold(n % 2 === 0)) {
      const small = await visit(phone, "ko", scene, view);
      expect(await axeFindings(small)).toEqual([]);
      expect(await isTooWide(small)).toBe(false);
      await small.close();
    }

    if (isTold(n % 2 === 1)) {
      const large = await visit(computer, "en", scene, view);
      expect(await axeFindings(large)).toEqual([]);
      expect(await outOfReach(large)).toEqual([]);
      await large.setViewportSize(sizes.phone.viewport);
      expect(await isTooWide(large)).toBe(false);
      await large.close();
    }

    if (!scene.needsScript && isTold(n % 2 === 0)) await (await visit(plain, "ko", scene, view)).close();
  });
