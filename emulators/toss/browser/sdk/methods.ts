import type { WidgetPaymentMethodWidget, WidgetSelectedPaymentMethod } from "@tosspayments/tosspayments-sdk";
import type { Selection } from "../messages";
import { type Amount, must } from "./check";
import type { Frame } from "./frame";
import { placeFrame } from "./rendered";

export type Methods = {
  /** What the buyer has chosen so far. */
  selection(): Promise<Selection | null>;
  amountChanged(amount: Amount): void;
  widget: WidgetPaymentMethodWidget;
};

export async function renderMethods(
  options: { selector: string; variantKey: string; clientKey: string; amount: Amount },
  onDestroy: () => void,
): Promise<Methods> {
  const listeners = new Set<(selected: WidgetSelectedPaymentMethod) => void>();
  let selection: Selection | null = null;

  const frame: Frame = placeFrame(
    {
      selector: options.selector,
      path: "/v2/widgets/methods",
      query: {
        clientKey: options.clientKey,
        variantKey: options.variantKey,
        amount: String(options.amount.value),
      },
      title: navigator.language.startsWith("en") ? "Payment methods" : "결제수단",
      alreadyRendered: "PAYMENT_METHODS_WIDGET_ALREADY_RENDERED",
    },
    (message) => {
      if (message.type !== "selection") return;
      const changed = message.selection?.code !== selection?.code;
      selection = message.selection;
      if (changed && selection) for (const listener of listeners) listener({ code: selection.code });
    },
  );
  await frame.ready;

  return {
    selection: async () => ((await frame.report()) ? selection : null),
    amountChanged: ({ value }) => frame.tell({ type: "amount", value }),
    widget: {
      on(eventName, callback) {
        must(eventName === "paymentMethodSelect" && typeof callback === "function", "INVALID_PARAMETER");
        listeners.add(callback);
        if (selection) callback({ code: selection.code });
      },
      async getSelectedPaymentMethod() {
        await frame.report();
        must(selection !== null, "NOT_SELECTED_PAYMENT_METHOD");
        return { code: selection.code };
      },
      async destroy() {
        frame.remove();
        onDestroy();
      },
    },
  };
}
