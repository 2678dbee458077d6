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
const prominent = {
  width: "calc(100% - 40px)",
  minHeight: "56px",
  margin: "16px 20px 20px",
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
  const overlay = openOverlay(words.title, giveUp);
  const close = button(words.close, aside, () => void giveUp());
  const parts = ["methods", "agreement"].map((name) => {
    const part = document.createElement("div");
    part.id = `toss-payment-window-${name}`;
    part.style.padding = "0 16px";
    return part;
  });
  overlay.panel.append(close, ...parts);

  const methods = await widgets.renderPaymentMethods({
    selector: "#toss-payment-window-methods",
    ...(variantKey.paymentMethod && { variantKey: variantKey.paymentMethod }),
  });
  const agreement = await widgets.renderAgreement({
    selector: "#toss-payment-window-agreement",
    ...(variantKey.agreement && { variantKey: variantKey.agreement }),
  });
  overlay.panel.append(button(words.pay, prominent, () => void requestPay()));

  async function requestPay() {
    const paymentMethod = await methods.getSelectedPaymentMethod();
    for (const listener of payListeners) await listener({ paymentMethod });
  }

  async function remove() {
    await methods.destroy();
    await agreement.destroy();
    overlay.close();
    onDestroy();
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
    destroy: remove,
  };
}

function button(text: string, look: Partial<CSSStyleDeclaration>, press: () => void): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = text;
  element.addEventListener("click", press);
  Object.assign(element.style, plain, look);
  return element;
}
