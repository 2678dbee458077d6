import type { Wish } from "../../methods/wishes";
import type { WindowEnding } from "../messages";
import type { Amount } from "./check";
import { base } from "./environment";
import { sdkError, TossPaymentsError } from "./errors";
import { openFrame } from "./frame";
import { openOverlay } from "./overlay";
import type { PayRequest } from "./request";

export type Order = PayRequest & {
  clientKey: string;
  amount: Amount;
  choice: Wish;
};

export type Opened = {
  paymentKey: string;
  checkoutUrl: string;
};

/**
 * Opens the payment window and waits for the buyer; the signal closes it from outside. On a phone the browser leaves
 * this page; with return URLs it leaves when the window ends. Either way the promise stays pending.
 */
export async function pay(order: Order, signal: AbortSignal): Promise<Opened> {
  const opened = await openPayment(order);
  signal.throwIfAborted();
  if (order.windowTarget === "self") return leave(opened.checkoutUrl);
  const ending = await showWindow(opened, signal);
  if (ending.is === "canceled") throw sdkError("USER_CANCEL");
  if (ending.url) return leave(ending.url);
  if (ending.failure) throw new TossPaymentsError(ending.failure.code, ending.failure.message);
  return opened;
}

async function openPayment(order: Order): Promise<Opened> {
  const response = await fetch(`${base}/v2/payments`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(order),
  }).catch(() => {
    throw sdkError("UNKNOWN");
  });
  const body = await response.json();
  if (!response.ok) throw new TossPaymentsError(body.code, body.message);
  return body;
}

/** The back button may restore this page as it was; the payment then counts as canceled. */
function leave(url: string): Promise<never> {
  location.assign(url);
  return new Promise((_, reject) => {
    window.addEventListener("pageshow", ({ persisted }) => {
      if (persisted) reject(sdkError("USER_CANCEL"));
    });
  });
}

function showWindow(opened: Opened, signal: AbortSignal): Promise<WindowEnding> {
  return new Promise((resolve, reject) => {
    const title = navigator.language.startsWith("en") ? "Payment window" : "결제창";
    const overlay = openOverlay(title, () => end({ is: "canceled", url: null, failure: null }));
    const frame = openFrame(overlay.panel, {
      src: opened.checkoutUrl,
      title,
      hear(message) {
        if (message.type === "ended") end(message.ending);
      },
    });
    frame.element.style.height = "640px";
    frame.element.style.display = "block";
    frame.ready.then(() => frame.element.focus()).catch(() => {});
    signal.addEventListener("abort", () => {
      close();
      reject(signal.reason);
    });

    function end(ending: WindowEnding) {
      close();
      resolve(ending);
    }

    function close() {
      frame.remove();
      overlay.close();
    }
  });
}
