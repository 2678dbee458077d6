import type { TossPaymentsWidgets, WidgetSelectedPaymentMethod } from "@tosspayments/tosspayments-sdk";
import { must } from "./check";
import { openOverlay } from "./overlay";

export type RenderedWindow = Awaited<ReturnType<TossPaymentsWidgets["renderPaymentWindow"]>>;
type PayListener = (params: { paymentMethod: WidgetSelectedPaymentMethod }) => Promise<void>;
type CancelListener = () => Promise<void>;

const words = navigator.language.startsWith("en")
  ? { title: "Order and pay", pay: "Pay", close: "Close" }
  : { title: "주문 결제", pay: "결제하기", close: "닫기" };

const plain: Partial<CSSStyleDeclaration> = {
  display: "block",
  minHeight: "44px",
  border: "0",
  borderRadius: "10px",
  font: "600 16px/1.4 system-ui, sans-serif",
  cursor: "pointer",
};
const aside = { margin: "8px 8px 0 auto", padding: "0 12px", color: "#16202e", background: "none" };
/** The pay button stays in reach however far the page above it is scrolled. */
const foot = { position: "sticky", bottom: "0", padding: "12px 20px 16px", background: "#fff" };
const prominent = {
  width: "100%",
  minHeight: "56px",
  color: "#fff",
  background: "#1d4ed8",
};

/** The window product: the same widgets and a pay button, shown over the shop's page. */
export async function renderPaymentWindow(
  widgets: TossPaymentsWidgets,
  variantKey: { paymentMethod?: string; agreement?: string },
  onDestroy: () => void,
): Promise<RenderedWindow> {
  const payListeners = new Set<PayListener>();
  const cancelListeners = new Set<CancelListener>();
  // Closing the overlay before the widgets have loaded cancels.
  let remove = async () => overlay.close();
  const overlay = openOverlay(words.title, giveUp);
  overlay.panel.append(button(words.close, aside, giveUp), place("methods"), place("agreement"));
  const { methods, agreement } = await renderWidgets(widgets, variantKey).catch((error) => {
    overlay.close();
    throw error;
  });
  const bar = document.createElement("div");
  Object.assign(bar.style, foot);
  bar.append(button(words.pay, prominent, requestPay));
  overlay.panel.append(bar);
  remove = async () => {
    await methods.destroy();
    await agreement.destroy();
    overlay.close();
    onDestroy();
  };

  async function requestPay() {
    const paymentMethod = await methods.getSelectedPaymentMethod();
    for (const listener of payListeners) await listener({ paymentMethod });
  }

  async function giveUp() {
    await remove();
    for (const listener of cancelListeners) await listener();
  }

  return {
    on: ((eventName: string, callback: PayListener & CancelListener) => {
      must(typeof callback === "function", "INVALID_PARAMETER");
      if (eventName === "paymentRequest") payListeners.add(callback);
      else if (eventName === "cancel") cancelListeners.add(callback);
      else must(false, "INVALID_PARAMETER");
    }) as RenderedWindow["on"],
    destroy: () => remove(),
  };
}

async function renderWidgets(
  widgets: TossPaymentsWidgets,
  variantKey: { paymentMethod?: string; agreement?: string },
) {
  const methods = await widgets.renderPaymentMethods({
    selector: selectorOf("methods"),
    ...(variantKey.paymentMethod && { variantKey: variantKey.paymentMethod }),
  });
  try {
    const agreement = await widgets.renderAgreement({
      selector: selectorOf("agreement"),
      ...(variantKey.agreement && { variantKey: variantKey.agreement }),
    });
    return { methods, agreement };
  } catch (error) {
    await methods.destroy();
    throw error;
  }
}

function selectorOf(part: string): string {
  return `#toss-payment-window-${part}`;
}

function place(part: string): HTMLElement {
  const element = document.createElement("div");
  element.id = selectorOf(part).slice(1);
  element.style.padding = "0 16px 16px";
  return element;
}

function button(
  text: string,
  look: Partial<CSSStyleDeclaration>,
  press: () => Promise<void>,
): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = text;
  element.addEventListener("click", () => void press());
  Object.assign(element.style, plain, look);
  return element;
}
