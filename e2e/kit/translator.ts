import type { Page } from "playwright/test";

/** The texts the translator took out of the page, and the elements it put in their place. */
type Translated = { text: Text; shown: HTMLElement }[];
declare global {
  var translated: Translated | undefined;
}

/**
 * Translates the page the way a browser does, and continues with whatever is drawn later: every text goes into two
 * <font> elements, and the text node that the page's scripts know is no longer inside. The words stay the same, so that
 * tests find their buttons.
 */
export const translate = (page: Page) =>
  page.evaluate(() => {
    const untouched = new Set(["SCRIPT", "STYLE", "TITLE", "NOSCRIPT", "TEXTAREA", "OPTION"]);
    const translated: Translated = [];
    globalThis.translated = translated;
    const wrap = (text: Text) => {
      const parent = text.parentElement;
      if (!parent || untouched.has(parent.nodeName) || parent.closest("font, svg") || !text.data.trim())
        return;
      const [outer, inner] = [document.createElement("font"), document.createElement("font")];
      inner.textContent = text.data;
      outer.append(inner);
      text.replaceWith(outer);
      translated.push({ text, shown: inner });
    };
    const all = () => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const texts: Text[] = [];
      while (walker.nextNode()) texts.push(walker.currentNode as Text);
      for (const text of texts) wrap(text);
    };
    all();
    new MutationObserver(all).observe(document.body, { childList: true, subtree: true });
  });

/** Whether this document was translated; a page loaded since then was not. */
export const isTranslated = (page: Page) => page.evaluate(() => globalThis.translated !== undefined);

/**
 * Texts that readers still see although the page's scripts have changed them: the scripts wrote into the text nodes
 * that were taken out. Without a translator, the page would show the second of each pair.
 */
export const staleWords = (page: Page) =>
  page.evaluate(() =>
    (globalThis.translated ?? [])
      .filter(({ text, shown }) => shown.isConnected && shown.textContent !== text.data)
      .map(({ text, shown }) => `“${shown.textContent}” instead of “${text.data}”`),
  );
