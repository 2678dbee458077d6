import axe from "axe-core";
import type { Page } from "playwright/test";

/** axe's findings about the page itself; the gateway's frames are not checked. */
export async function axeFindings(page: Page): Promise<string[]> {
  // Waits for transitions to end: axe would measure an intermediate color.
  await page.evaluate(async () => {
    const passing = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(passing.map(({ finished }) => finished));
  });
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(async () =>
    (globalThis as unknown as { axe: typeof axe }).axe.run({ exclude: ["iframe"] }),
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}

/** Whether the page is wider than the screen and would scroll sideways. */
export const isTooWide = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

/** More than any page needs, and few enough to end soon if the focus is trapped. */
const pressesMax = 120;

/** How many times Tab is pressed before the page is checked for what is left: checking takes longer than pressing. */
const pressesAtOnce = 8;

/** What someone without a mouse cannot reach, or where they cannot see the focus. */
export async function outOfReach(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    // In a group of radio buttons, Tab reaches the chosen one; the arrow keys move to the others.
    const wanted = document.querySelectorAll(
      "a[href], button, input:not([type=radio]:not(:checked)), select, textarea",
    );
    for (const element of wanted)
      if (element.checkVisibility() && !element.matches(":disabled"))
        element.setAttribute("data-reach", "never reached");
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    document.addEventListener("focusin", ({ target }) => {
      if (!(target instanceof Element)) return;
      const { outlineStyle, outlineWidth } = getComputedStyle(target);
      const isSeen = outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0;
      target.setAttribute("data-reach", isSeen ? "reached" : "its focus is not visible");
    });
  });
  const left = () => page.evaluate(() => document.querySelectorAll("[data-reach='never reached']").length);
  for (let presses = 0; presses < pressesMax && (await left()) > 0; presses += pressesAtOnce)
    for (let press = 0; press < pressesAtOnce; press++) await page.keyboard.press("Tab");
  return page
    .locator("[data-reach]:not([data-reach='reached']):not(iframe, body, main)")
    .evaluateAll((elements) =>
      elements.map((element) => `${element.getAttribute("data-reach")}: ${element.outerHTML}`),
    );
}
