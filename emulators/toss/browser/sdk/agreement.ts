import type { WidgetAgreementStatus, WidgetAgreementWidget } from "@tosspayments/tosspayments-sdk";
import { must } from "./check";
import { placeFrame } from "./rendered";

export type AgreementPart = {
  /** Whether the buyer has agreed to all required terms. */
  agreed(): Promise<boolean>;
  widget: WidgetAgreementWidget;
};

export async function renderAgreementPart(
  options: { selector: string; variantKey: string; clientKey: string },
  onDestroy: () => void,
): Promise<AgreementPart> {
  const listeners = new Set<(status: WidgetAgreementStatus) => void>();
  let status: WidgetAgreementStatus = { agreedRequiredTerms: false, agreements: [] };

  const frame = placeFrame(
    {
      selector: options.selector,
      path: "/v2/widgets/agreement",
      query: { clientKey: options.clientKey, variantKey: options.variantKey },
      title: navigator.language.startsWith("en") ? "Terms" : "약관",
      alreadyRendered: "AGREEMENT_WIDGET_ALREADY_RENDERED",
    },
    (message) => {
      if (message.type !== "agreements") return;
      const { agreements } = message;
      status = {
        agreements,
        agreedRequiredTerms: agreements.every((each) => each.agreed || !each.term.required),
      };
      for (const listener of listeners) listener(status);
    },
  );
  await frame.ready;

  return {
    agreed: async () => (await frame.report()) && status.agreedRequiredTerms,
    widget: {
      on(eventName, callback) {
        must(eventName === "agreementStatusChange" && typeof callback === "function", "INVALID_PARAMETER");
        listeners.add(callback);
        callback(status);
      },
      async destroy() {
        frame.remove();
        onDestroy();
      },
    },
  };
}
