import type { ElementHandle, Page } from "playwright/test";

/** More than any page has to press, and few enough to end soon if pressing creates ever more controls. */
const pressesMax = 60;

type Walk = {
  /** Opens the page in its initial state. */
  open: () => Promise<Page>;
  /** Checks what a press led to, and returns whether the page can be pressed further. */
  judge: (page: Page, pressed: string) => Promise<boolean>;
  /** Whether to press the header, the footer and links to other pages as well. */
  around: boolean;
};

/**
 * Presses every control twice, so that what appears also disappears: first with the fields as they are, then filled in.
 * Submit buttons come first, while the page is as it was opened, then controls that a press has revealed. If a press
 * leaves the page, it is opened again.
 */
export async function pressEverything({ open, judge, around }: Walk): Promise<void> {
  const links = new Set<string>();
  let hasFields = false;
  for (const fills of [false, true]) {
    if (fills && !hasFields) break;
    // Where a link leads does not depend on what is filled in.
    const pressed = [...links];
    let page = await open();
    for (let left = pressesMax; left > 0; left--) {
      if (await fillIn(page, fills)) hasFields = true;
      const next = await nextControl(page, pressed, around);
      if (!next) break;
      pressed.push(next.key);
      if (next.key.startsWith("a ")) links.add(next.key);
      if ((await isPressed(page, next)) && (await isPressed(page, next))) continue;
      await page.close();
      page = await open();
    }
    await page.close();
  }

  /** False if the press left the page. A control that has disappeared is not pressed again. */
  async function isPressed(page: Page, { control, key }: Control) {
    const settled = settling(page);
    await press(control);
    await settled();
    return judge(page, key);
  }
}

type Control = { control: ElementHandle<HTMLElement>; key: string };

/** The newest control that was not pressed yet; below an open dialog nothing can be pressed. */
async function nextControl(page: Page, pressed: string[], around: boolean): Promise<Control | undefined> {
  const found = await page.evaluateHandle(
    ([pressed, around]) => {
      const known = new Set(pressed);
      const dialog = [...document.querySelectorAll("dialog:modal")].at(-1);
      const scopes = dialog
        ? [dialog]
        : around
          ? [document.body]
          : [...document.querySelectorAll("main, [role=dialog]")];
      const controls = scopes
        .flatMap((scope) => [
          ...scope.querySelectorAll<HTMLElement>(
            "a[href], button, summary, select, input:is([type=checkbox], [type=radio], [type=submit])",
          ),
        ])
        .filter((control) => control.checkVisibility() && !control.matches(":disabled") && isWanted(control))
        .map((control) => ({ control, key: keyOf(control) }))
        .filter(({ key }) => !known.has(key));
      // Controls seen in the last look were skipped for an earlier one; the rest is new.
      const seen = (document.body.dataset.seen ?? "").split("\n");
      document.body.dataset.seen = controls.map(({ key }) => key).join("\n");
      return (
        controls.find(({ control }) => control.matches("form button:not([type=button])")) ??
        controls.find(({ key }) => !seen.includes(key)) ??
        controls[0]
      );

      function isWanted(control: HTMLElement) {
        if (!(control instanceof HTMLAnchorElement)) return true;
        const { target, origin, pathname, download } = control;
        if (target === "_blank" || origin !== location.origin || download) return false;
        return around || pathname === location.pathname;
      }

      /**
       * The key ignores numbers, including those in link paths, so that controls that differ only in them count as one.
       */
      function keyOf(control: HTMLElement) {
        const name = control.getAttribute("aria-label") ?? control.textContent;
        const own =
          control instanceof HTMLAnchorElement
            ? control.pathname.replace(/\/(ORD-)?[\w-]*\d[\w-]*/g, "/0")
            : control instanceof HTMLInputElement || control instanceof HTMLSelectElement
              ? `${control.name} ${control.value}`
              : "";
        return `${control.localName} ${name} ${own}`.replace(/[\d.,:]+/g, "0").trim();
      }
    },
    [pressed, around] as const,
  );
  const control = (await found.evaluateHandle((next) => next?.control)).asElement();
  if (!control) return undefined;
  return {
    control: control as ElementHandle<HTMLElement>,
    key: await found.evaluate((next) => next?.key ?? ""),
  };
}

/** Clicks without checking for overlap: what covers the control, or moves it, does not matter here. */
async function press(control: ElementHandle<HTMLElement>) {
  const another = await control.evaluate((element) =>
    element instanceof HTMLSelectElement
      ? [...element.options].find(({ selected, disabled }) => !selected && !disabled)?.value
      : undefined,
  );
  if (another === undefined)
    await control.evaluate((element) => {
      const over = document.querySelector("dialog:modal");
      if (element.checkVisibility() && (!over || over.contains(element))) element.click();
    });
  else await control.selectOption(another);
}

/**
 * Fills empty fields, selects where nothing is selected, and returns whether there are any. The values need not be
 * valid.
 */
const fillIn = (page: Page, fills: boolean) =>
  page.evaluate((fills) => {
    const fields = [
      ...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
        "main textarea, main input:not([type=checkbox], [type=radio], [type=submit], [type=hidden], [type=date])",
      ),
    ].filter((field) => field.checkVisibility() && !field.disabled && !field.readOnly && field.value === "");
    for (const field of fills ? fields : []) {
      // React notices typed input, not values set by a script.
      const type = field instanceof HTMLInputElement ? HTMLInputElement : HTMLTextAreaElement;
      Object.getOwnPropertyDescriptor(type.prototype, "value")?.set?.call(field, wordsFor(field));
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    const choices = [
      ...document.querySelectorAll<HTMLSelectElement | HTMLInputElement>(
        "main select, main input[type=checkbox]:not(:checked)",
      ),
    ].filter((choice) => choice.checkVisibility() && !choice.disabled && isOpen(choice));
    for (const choice of fills ? choices : []) choose(choice);
    return fields.length + choices.length > 0;

    function isOpen(choice: HTMLSelectElement | HTMLInputElement) {
      return choice instanceof HTMLInputElement || choice.value === "";
    }

    function choose(choice: HTMLSelectElement | HTMLInputElement) {
      if (choice instanceof HTMLInputElement) return choice.click();
      choice.selectedIndex = [...choice.options].findIndex(({ value }) => value !== "");
      choice.dispatchEvent(new Event("change", { bubbles: true }));
    }

    function wordsFor({ type, name, inputMode, autocomplete }: HTMLInputElement | HTMLTextAreaElement) {
      const kind = [type, name, inputMode, autocomplete].join(" ");
      if (/email/.test(kind)) return "mina@example.com";
      if (/tel|phone/.test(kind)) return "010-1234-5678";
      if (/post/.test(kind)) return "04524";
      return /number|numeric|decimal|amount/.test(kind) ? "1" : "Mina 12345678";
    }
  }, fills);

/** Starts listening; the returned function waits until no request is pending and the page has been drawn. */
function settling(page: Page) {
  const asked = new Set<unknown>();
  const begin = (request: { resourceType(): string }) => {
    if (["fetch", "xhr", "document"].includes(request.resourceType())) asked.add(request);
  };
  const end = (request: unknown) => asked.delete(request);
  page.on("request", begin).on("requestfinished", end).on("requestfailed", end);
  return async () => {
    const deadline = Date.now() + 10_000;
    for (let quiet = 0; quiet < 2 && Date.now() < deadline; ) {
      const isDrawn = await page
        .evaluate(
          () =>
            new Promise<boolean>((done) => {
              let changed = false;
              const watch = new MutationObserver(() => {
                changed = true;
              });
              watch.observe(document, { childList: true, subtree: true, characterData: true });
              requestAnimationFrame(() =>
                requestAnimationFrame(() => {
                  watch.disconnect();
                  done(!changed);
                }),
              );
            }),
        )
        // The page is being left.
        .catch(() => false);
      quiet = isDrawn && asked.size === 0 ? quiet + 1 : 0;
    }
    page.off("request", begin).off("requestfinished", end).off("requestfailed", end);
  };
}
