import type { ElementHandle, Page } from "playwright/test";

/** More than any page has to press, and few enough to end soon where pressing makes ever more. */
const pressesMax = 60;

type Walk = {
  /** Opens the page as it was at first. */
  open: () => Promise<Page>;
  /** Looks at what a press has led to, and says whether the page can be pressed on. */
  judge: (page: Page, pressed: string) => Promise<boolean>;
  /** Also presses what every page has around it, and links to other pages. */
  around: boolean;
};

/**
 * Presses whatever there is to press, each twice, so that what comes also goes: first with fields as they are, then with
 * fields that are filled in. What sends a form comes first, while the page is as it was opened, then what a press has brought.
 * Where a press leads away the page is opened anew.
 */
export async function pressEverything({ open, judge, around }: Walk): Promise<void> {
  const links = new Set<string>();
  let hasFields = false;
  for (const fills of [false, true]) {
    if (fills && !hasFields) break;
    // Where a link leads is no matter of what is filled in.
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

  /** False where it led away. What has gone is not pressed again. */
  async function isPressed(page: Page, { control, key }: Control) {
    const settled = settling(page);
    await press(control);
    await settled();
    return judge(page, key);
  }
}

type Control = { control: ElementHandle<HTMLElement>; key: string };

/** The newest control that was not pressed yet; below a dialog that is open nothing can be pressed. */
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
      // What was there at the last look was passed over for what stands before it; the rest is new.
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

      /** Numbers, and what is named by them, are told apart no more than a reader would. */
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

/** Without looking for a place to click: what covers it, or moves, is no matter here. */
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
 * Fills the fields that are empty, chooses where nothing is chosen, and says whether there are any. What is typed need not
 * be what the page hopes for.
 */
const fillIn = (page: Page, fills: boolean) =>
  page.evaluate((fills) => {
    const fields = [
      ...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
        "main textarea, main input:not([type=checkbox], [type=radio], [type=submit], [type=hidden], [type=date])",
      ),
    ].filter((field) => field.checkVisibility() && !field.disabled && !field.readOnly && field.value === "");
    for (const field of fills ? fields : []) {
      // React hears of what is typed, not of what a script sets.
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

/** Begins to listen; the answer waits until nothing is asked any more and the page has been drawn. */
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
        // It is being left.
        .catch(() => false);
      quiet = isDrawn && asked.size === 0 ? quiet + 1 : 0;
    }
    page.off("request", begin).off("requestfinished", end).off("requestfailed", end);
  };
}
