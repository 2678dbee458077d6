import type { Selection, WindowEnding } from "../messages";
import type { Amount } from "./check";
import { origin } from "./environment";
import { sdkError, TossPaymentsError } from "./errors";
import { openFrame } from "./frame";
import { openOverlay } from "./overlay";
import type { PayRequest } from "./request";

export interface Order extends PayRequest {
  clientKey: string;
  amount: Amount;
  choice: { method: Selection["code"]; company: string | null; installmentMonths: number };
}

export interface Opened {
  paymentKey: string;
  checkoutUrl: string;
}

/** Closes the window that is open, from outside: the buyer is not asked. */
export interface Running {
  abort(error: Error): void;
}

/**
 * Opens the payment window and waits for the buyer. On a phone the browser leaves this page; with
 * addresses to return to it leaves when the window ends, so the promise stays open either way.
 */
export async function pay(order: Order, started: (running: Running) => void): Promise<Opened> {
  const opened = await openPayment(order);
  if (order.windowTarget === "self") {
    location.assign(opened.checkoutUrl);
    return new Promise(() => {});
  }
  const ending = await showWindow(opened, started);
  if (ending.is === "canceled") throw sdkError("USER_CANCEL");
  if (ending.url) {
    location.assign(ending.url);
    return new Promise(() => {});
  }
  if (ending.failure) throw new TossPaymentsError(ending.failure.code, ending.failure.message);
  return opened;
}

async function openPayment(order: Order): Promise<Opened> {
  const response = await fetch(`${origin}/v2/payments`, {
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

function showWindow(opened: Opened, started: (running: Running) => void): Promise<WindowEnding> {
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
    started({
      abort(error) {
        close();
        reject(error);
      },
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
