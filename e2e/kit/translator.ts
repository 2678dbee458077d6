import type { Page } from "playwright/test";

/**
 * Translates the page as a browser does, and goes on with whatever is drawn later: every text is put into two <font>
 * elements, and the text that the page's own scripts know is not in it any more. The words stay as they are, so that
 * stories find their buttons.
 */
export const translate = (page: Page) =>
  page.evaluate(() => {
    const untouched = new Set(["SCRIPT", "STYLE", "TITLE", "NOSCRIPT", "TEXTAREA", "OPTION"]);
    const wrap = (text: Text) => {
      const parent = text.parentElement;
      if (!parent || untouched.has(parent.nodeName) || parent.closest("font, svg") || !text.data.trim())
        return;
      const [outer, inner] = [document.createElement("font"), document.createElement("font")];
      inner.textContent = text.data;
      outer.append(inner);
      text.replaceWith(outer);
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
