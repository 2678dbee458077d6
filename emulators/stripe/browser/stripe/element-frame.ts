import type { Answer, Question, ToElement } from "../messages";
import { base } from "./environment";
import { must } from "./errors";
import { type Frame, openFrame } from "./frame";
import { chooseLocale, inKorean } from "./locale";
import { elementOptions, type GroupOptions, lookOf } from "./options";

/** The gateway's page with the card form, as long as the element is mounted. */
export type ElementFrame = {
  isOpen(): boolean;
  open(parent: Element): void;
  close(): void;
  /** Does nothing while it is closed. */
  tell(message: ToElement): void;
  ask(question: Question): Promise<Answer>;
};

type Content = {
  key: string;
  group(): GroupOptions;
  options(): object;
  /** Tells the shop's page what happens in the form. */
  emit(event: string, more?: object): void;
};

export function createElementFrame({ key, group, options, emit }: Content): ElementFrame {
  let frame: Frame | null = null;
  let isReady = false;

  function init(): ToElement {
    const { clientSecret = null, appearance } = group();
    return { type: "init", key, clientSecret, look: lookOf(appearance), options: elementOptions(options()) };
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
            return emit("change", { ...message.change, value: { type: "card" } });
          case "focus":
          case "blur":
          case "escape":
            return emit(message.type);
        }
      },
    });
  }

  return {
    isOpen: () => frame !== null,
    open,
    close() {
      frame?.remove();
      frame = null;
      isReady = false;
    },
    tell: (message) => frame?.tell(message),
    ask(question) {
      must(frame && isReady, "The Payment Element must be mounted and ready before it can be used.");
      return frame.ask(question);
    },
  };
}
