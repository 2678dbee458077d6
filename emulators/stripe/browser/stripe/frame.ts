import { createFrame } from "../../../kit/browser/frame";
import type { Answer, FromElement, Question, ToElement } from "../messages";
import { origin } from "./environment";

export type Frame = {
  tell(message: ToElement): void;
  /** Resolves with the page's answer, or with an error if the frame is removed first. */
  ask(question: Question): Promise<Answer>;
  remove(): void;
};

const gone: Answer = {
  error: { type: "api_error", message: "The Payment Element was unmounted before it could answer." },
};

/** The element's page, framed in the shop's page. */
export function openFrame(
  parent: Element,
  options: { src: string; title: string; hear: (message: FromElement) => void },
): Frame {
  const waiting = new Map<number, (answer: Answer) => void>();
  let questions = 0;
  const { element, tell, remove } = createFrame<FromElement, ToElement>({ ...options, origin }, hear);
  // Wider than its container to make room for focus rings, for which the page inside leaves a margin.
  Object.assign(element.style, {
    display: "block",
    boxSizing: "border-box",
    width: "calc(100% + 8px)",
    margin: "-4px",
    height: "420px",
    colorScheme: "light",
  });
  parent.append(element);

  function hear(message: FromElement) {
    if (message.type === "height") {
      element.style.height = `${message.height}px`;
    } else if (message.type === "answer") {
      waiting.get(message.id)?.(message.answer);
      waiting.delete(message.id);
    } else {
      options.hear(message);
    }
  }

  return {
    tell,
    ask(question) {
      const id = ++questions;
      tell({ type: "ask", id, question });
      return new Promise((resolve) => waiting.set(id, resolve));
    },
    remove() {
      remove();
      for (const resolve of waiting.values()) resolve(gone);
      waiting.clear();
    },
  };
}
