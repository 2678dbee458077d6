import { seconds } from "../../../kit/time";
import type { FromPage, ToPage } from "../messages";
import { origin } from "./environment";
import { sdkError } from "./errors";

export type Frame = {
  element: HTMLIFrameElement;
  /** Resolves when the page inside has loaded. */
  ready: Promise<void>;
  tell(message: ToPage): void;
  /** Resolves when the page has reported its current state; false if it is gone. */
  report(): Promise<boolean>;
  remove(): void;
};

const readyWithinMs = seconds(15);
const reportWithinMs = seconds(5);

/** A gateway page framed in the shop's page. Messages are accepted only from this frame. */
export function openFrame(
  parent: Element,
  options: { src: string; title: string; hear: (message: FromPage) => void },
): Frame {
  const element = document.createElement("iframe");
  element.src = options.src;
  element.title = options.title;
  element.style.border = "0";
  element.style.width = "100%";

  let settle: { resolve: () => void; reject: (error: Error) => void };
  const ready = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  const timer = setTimeout(() => settle.reject(sdkError("UNKNOWN")), readyWithinMs);
  // Removing the frame before it has loaded counts as a cancel.
  const watch = new MutationObserver(() => {
    if (!element.isConnected) settle.reject(sdkError("USER_CANCEL"));
  });
  ready
    .catch(() => {})
    .finally(() => {
      clearTimeout(timer);
      watch.disconnect();
    });

  const waiting: ((heard: boolean) => void)[] = [];

  function onMessage(event: MessageEvent<FromPage>) {
    if (event.origin !== origin || event.source !== element.contentWindow) return;
    if (event.data.type === "ready") {
      settle.resolve();
    } else if (event.data.type === "height") {
      element.style.height = `${event.data.height}px`;
    } else if (event.data.type === "reported") {
      for (const resolve of waiting.splice(0)) resolve(true);
    } else {
      options.hear(event.data);
    }
  }

  function tell(message: ToPage) {
    element.contentWindow?.postMessage(message, origin);
  }

  window.addEventListener("message", onMessage);
  parent.append(element);
  watch.observe(document, { childList: true, subtree: true });
  return {
    element,
    ready,
    tell,
    report() {
      if (!element.isConnected) return Promise.resolve(false);
      tell({ type: "report" });
      return new Promise((resolve) => {
        waiting.push(resolve);
        setTimeout(resolve, reportWithinMs, false);
      });
    },
    remove() {
      window.removeEventListener("message", onMessage);
      element.remove();
      settle.reject(sdkError("USER_CANCEL"));
    },
  };
}
