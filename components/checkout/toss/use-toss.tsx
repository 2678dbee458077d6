import type { TossKeys } from "./keys";
import { useTossWidget } from "./widget";
import { WidgetAgreement, WidgetMethods } from "./widget-places";
import { useTossWindow } from "./window";
import { WindowMethods } from "./window-methods";

export type TossCheckout = TossKeys & { keys: "widget" | "api" };

/** A shop's keys decide who offers Toss's methods: Toss's widget, or the sheet itself. */
export function useToss(checkout: TossCheckout | undefined, total: number) {
  const widget = useTossWidget(checkout?.keys === "widget" ? checkout : undefined, total);
  const { part, choice, choose } = useTossWindow(checkout?.keys === "api" ? checkout : undefined, total);
  if (!checkout) return { part, methods: null, agreement: null };
  if (checkout.keys === "api")
    return {
      part,
      methods: <WindowMethods choice={choice} total={total} onChoose={choose} />,
      agreement: null,
    };
  return {
    part: widget,
    methods: <WidgetMethods state={widget.state} />,
    agreement: <WidgetAgreement state={widget.state} />,
  };
}
