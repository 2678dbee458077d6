import { useRouter } from "next/navigation";
import { useLocale } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { Draft } from "./draft";
import type { Phase } from "./pay-panel";
import { type Placed, placeOrder } from "./place-order";
import { asksForChoice, type Refusal, refusalFrom, refusalOf } from "./refusal";
import { methodsId, type TossWidget } from "./toss-widget";
import { type Faults, faultsFrom } from "./validate";

type Sheet = {
  draft: Draft;
  total: number;
  widget: TossWidget;
  refuse: (faults?: Faults) => boolean;
};

/** The press of the pay button, from the order to the gateway's window. */
export function usePay({ draft, total, widget, refuse }: Sheet) {
  const locale = useLocale();
  const router = useRouter();
  const [phase, setPhase] = useState<Phase>("filling");
  const [refusal, setRefusal] = useState<Refusal>();
  const busy = useRef(false);

  const rest = () => {
    busy.current = false;
    setPhase("filling");
  };

  // A phone that comes back from the gateway by its back button finds the page as it left it.
  useEffect(() => {
    const wake = ({ persisted }: PageTransitionEvent) => persisted && rest();
    addEventListener("pageshow", wake);
    return () => removeEventListener("pageshow", wake);
  });

  const pay = async () => {
    const widgets = widget.widgets();
    if (busy.current || !widgets) return;
    setRefusal(undefined);
    if (refuse()) return;
    busy.current = true;
    setPhase("ordering");
    try {
      const placed = await placeOrder(draft, total, locale);
      if (placed.is === "elsewhere") return router.push(`/orders/${placed.orderNumber}`);
      if (placed.is === "refused") {
        showRefusal(placed);
        return rest();
      }
      setPhase("paying");
      await openWindow(widgets, placed.toss);
      // The gateway is leading the browser away; until it has, nothing may be pressed twice.
    } catch (failure) {
      const refused = refusalFrom(failure);
      setRefusal(refused);
      rest();
      if (asksForChoice(refused)) showWidget();
    }
  };

  const showRefusal = ({ code, orderNumber, trouble }: Extract<Placed, { is: "refused" }>) => {
    if (refuse(faultsFrom(trouble?.errors ?? []))) return;
    setRefusal(refusalOf(code, orderNumber));
    // The price or the stock may be another by now: what is shown comes from the server again.
    router.refresh();
  };

  return { pay, phase, refusal };
}

const showWidget = () => document.getElementById(methodsId)?.scrollIntoView({ block: "start" });

type Widgets = NonNullable<ReturnType<TossWidget["widgets"]>>;
type Toss = Extract<Placed, { is: "ready" }>["toss"];

async function openWindow(widgets: Widgets, toss: Toss) {
  await widgets.setAmount(toss.amount);
  await widgets.requestPayment({
    orderId: toss.order_id,
    orderName: toss.order_name,
    successUrl: toss.success_url,
    failUrl: toss.fail_url,
    customerName: toss.customer_name,
    customerEmail: toss.customer_email,
  });
}
