import type { Page } from "playwright/test";

/** What the translator took out of the page, and what it put there instead. */
type Translated = { text: Text; shown: HTMLElement }[];
declare global {
  var translated: Translated | undefined;
}

/**
 * Translates the page as a browser does, and goes on with whatever is drawn later: every text is put into two <font>
 * elements, and the text that the page's own scripts know is not in it any more. The words stay as they are, so that
 * stories find their buttons.
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

/** Whether this document was translated: one that was loaded since was not. */
export const isTranslated = (page: Page) => page.evaluate(() => globalThis.translated !== undefined);

/**
 * What readers still see although the page's scripts have changed it: they wrote into the text that was taken out. Without
 * a translator the page would show the second of each two.
 */
export const staleWords = (page: Page) =>
  page.evaluate(() =>
    (globalThis.translated ?? [])
      .filter(({ text, shown }) => shown.isConnected && shown.textContent !== text.data)
      .map(({ text, shown }) => `“${shown.textContent}” instead of “${text.data}”`),
  );
