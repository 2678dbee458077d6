import type { Command, Question } from "../messages";
import { createElementFrame, type ElementFrame } from "./element-frame";
import { must, notEmulated } from "./errors";
import { createListeners } from "./listeners";
import { elementOptions, type GroupOptions, lookOf } from "./options";

/** The card form. It runs in a frame from the gateway, so that the shop's page never sees a card number. */
export function createPaymentElement(
  key: string,
  group: () => GroupOptions,
  given: object,
  forget: () => void,
) {
  const listeners = createListeners();
  let options = given;
  let place: Element | null = null;
  let destroyed = false;
  const frame = createElementFrame({
    key,
    group,
    options: () => options,
    emit: (event, more = {}) => listeners.emit(event, { elementType: "payment", ...more }),
  });

  function command(name: Command) {
    must(!destroyed, "This Element has been destroyed.");
    frame.tell({ type: "command", command: name });
  }

  const element = {
    mount(target: string | Element) {
      must(!destroyed, "This Element has been destroyed. Create a new one.");
      const parent = typeof target === "string" ? document.querySelector(target) : target;
      must(parent instanceof Element, `No element of the page matches ${target}.`);
      if (parent === place && frame.isOpen()) return element;
      frame.close();
      place = parent;
      parent.replaceChildren();
      parent.classList.add("StripeElement");
      frame.open(parent);
      return element;
    },
    unmount() {
      frame.close();
      place?.classList.remove("StripeElement");
      place = null;
      return element;
    },
    destroy() {
      element.unmount();
      destroyed = true;
      forget();
    },
    update(more: object) {
      options = { ...options, ...more };
      frame.tell({ type: "options", options: elementOptions(options) });
      return element;
    },
    on(event: string, listener: (news?: unknown) => unknown) {
      listeners.add(event, listener);
      return element;
    },
    once(event: string, listener: (news?: unknown) => unknown) {
      listeners.add(event, listener, true);
      return element;
    },
    off(event: string, listener?: (news?: unknown) => unknown) {
      listeners.remove(event, listener);
      return element;
    },
    focus: () => command("focus"),
    blur: () => command("blur"),
    clear: () => command("clear"),
    collapse() {
      command("collapse");
      return element;
    },
  };

  return { element, inside: insideOf(frame, group, () => place) };
}

/** For the rest of the script only; not exposed to the shop. */
function insideOf(frame: ElementFrame, group: () => GroupOptions, place: () => Element | null) {
  return {
    ask: (question: Question) => frame.ask(question),
    relook: () => frame.tell({ type: "look", look: lookOf(group().appearance) }),
    /** Reopens the frame: a change of language needs a new page. */
    reload() {
      const parent = place();
      if (!parent) return;
      frame.close();
      frame.open(parent);
    },
  };
}

export function refuseOtherElements(type: string): void {
  if (type !== "payment") throw notEmulated(`"${type}" element`);
}
