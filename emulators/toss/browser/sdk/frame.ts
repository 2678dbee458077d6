import { createFrame } from "../../../kit/browser/frame";
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

/** A gateway page framed in the shop's page. */
export function openFrame(
  parent: Element,
  options: { src: string; title: string; hear: (message: FromPage) => void },
): Frame {
  const waiting: ((heard: boolean) => void)[] = [];
  const { element, tell, remove } = createFrame<FromPage, ToPage>({ ...options, origin }, hear);
  element.style.width = "100%";
  const loading = waitForPage(element);

  function hear(message: FromPage) {
    if (message.type === "ready") {
      loading.resolve();
    } else if (message.type === "height") {
      element.style.height = `${message.height}px`;
    } else if (message.type === "reported") {
      for (const resolve of waiting.splice(0)) resolve(true);
    } else {
      options.hear(message);
    }
  }

  parent.append(element);
  loading.watch();
  return {
    element,
    ready: loading.ready,
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
      remove();
      loading.reject(sdkError("USER_CANCEL"));
    },
  };
}

/** A promise for the page's first message. Removing the frame before that counts as a cancel. */
function waitForPage(element: HTMLIFrameElement) {
  let answer: { resolve: () => void; reject: (error: Error) => void };
  const ready = new Promise<void>((resolve, reject) => {
    answer = { resolve, reject };
  });
  const reject = (error: Error) => answer.reject(error);
  const timer = setTimeout(() => reject(sdkError("UNKNOWN")), readyWithinMs);
  const observer = new MutationObserver(() => {
    if (!element.isConnected) reject(sdkError("USER_CANCEL"));
  });
  ready
    .catch(() => {})
    .finally(() => {
      clearTimeout(timer);
      observer.disconnect();
    });
  return {
    ready,
    resolve: () => answer.resolve(),
    reject,
    /** Starts once the frame is on the page. */
    watch: () => observer.observe(document, { childList: true, subtree: true }),
  };
}
