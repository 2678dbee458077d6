import type { Change, Command, Question, ToElement } from "../messages";
import { base } from "./environment";
import { must, notEmulated } from "./errors";
import { type Frame, openFrame } from "./frame";
import { createListeners } from "./listeners";
import { chooseLocale, inKorean } from "./locale";
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
  let frame: Frame | null = null;
  let isReady = false;
  let destroyed = false;
  let change: Change = { empty: true, complete: false, collapsed: false };

  function emit(event: string, more: object = {}) {
    listeners.emit(event, { elementType: "payment", ...more });
  }

  function init(): ToElement {
    const { clientSecret = null, appearance } = group();
    return { type: "init", key, clientSecret, look: lookOf(appearance), options: elementOptions(options) };
  }

  function open(parent: Element) {
    const locale = chooseLocale(group().locale);
    const query = new URLSearchParams({ origin: location.origin, locale });
    frame = openFrame(parent, {
      src: `${base}/elements/payment?${query}`,
      title: inKorean(locale) ? "카드 정보 입력" : "Secure payment input",
      hear(message) {
        switch (message.type) {
          case "here":
            frame?.tell(init());
            return emit("loaderstart");
          case "ready":
            isReady = true;
            return emit("ready");
          case "loaderror":
            return emit("loaderror", { error: message.error });
          case "change":
            change = message.change;
            return emit("change", { ...change, value: { type: "card" } });
          case "focus":
          case "blur":
          case "escape":
            return emit(message.type);
        }
      },
    });
  }

  function close() {
    frame?.remove();
    frame = null;
    isReady = false;
  }

  function command(name: Command) {
    must(!destroyed, "This Element has been destroyed.");
    frame?.tell({ type: "command", command: name });
  }

  let place: Element | null = null;
  const element = {
    mount(target: string | Element) {
      must(!destroyed, "This Element has been destroyed. Create a new one.");
      const parent = typeof target === "string" ? document.querySelector(target) : target;
      must(parent instanceof Element, `No element of the page matches ${target}.`);
      if (parent === place && frame) return element;
      close();
      place = parent;
      parent.replaceChildren();
      parent.classList.add("StripeElement");
      open(parent);
      return element;
    },
    unmount() {
      close();
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
      frame?.tell({ type: "options", options: elementOptions(options) });
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

  /** For the rest of the script only; not exposed to the shop. */
  const inside = {
    ask(question: Question) {
      must(frame && isReady, "The Payment Element must be mounted and ready before it can be used.");
      return frame.ask(question);
    },
    relook: () => frame?.tell({ type: "look", look: lookOf(group().appearance) }),
    /** Reopens the frame: a change of language needs a new page. */
    reload() {
      if (!place) return;
      close();
      open(place);
    },
  };
  return { element, inside };
}

export function refuseOtherElements(type: string): void {
  if (type !== "payment") throw notEmulated(`"${type}" element`);
}
