import { useEffect, useState } from "react";
import type { PaymentMethod } from "@/lib/contracts/methods";
import { type GatewayPart, useMounted } from "../gateway-part";
import { methodOf } from "./choices";
import { loadToss, type TossKeys } from "./keys";
import { prepareToss, shopperOf, taxFreeOf } from "./prepare";

/** The IDs of the elements in which the gateway draws its two parts. */
export const methodsId = "toss-methods";
export const agreementId = "toss-agreement";

/**
 * Toss's widget, drawn into the order sheet if its keys are set: it shows the methods and asks for consent to the
 * terms.
 */
export function useTossWidget(keys: TossKeys | undefined, total: number): GatewayPart {
  const [method, setMethod] = useState<PaymentMethod>();
  const { state, current, reload } = useMounted("toss", keys && (() => mount(keys, total, setMethod)));

  useEffect(() => {
    if (state === "ready") current()?.widgets.setAmount(inWon(total)).catch(ignore);
  }, [state, current, total]);

  return {
    state,
    method,
    reload,
    draws: "methods",
    paying: "inWindow",
    async chosen() {
      const selected = await current()?.methods.getSelectedPaymentMethod();
      return prepareToss(methodOf(selected?.code ?? ""), total, async (attempt) => {
        const widgets = current()?.widgets;
        await widgets?.setAmount(attempt.amount);
        await widgets?.requestPayment({
          orderId: attempt.order_id,
          orderName: attempt.order_name,
          successUrl: attempt.success_url,
          failUrl: attempt.fail_url,
          ...taxFreeOf(attempt),
          ...shopperOf(attempt),
        });
      });
    },
  };
}

async function mount(keys: TossKeys, total: number, onMethod: (method: PaymentMethod) => void) {
  const { toss, customerKey } = await loadToss(keys);
  const widgets = toss.widgets({ customerKey });
  await widgets.setAmount(inWon(total));
  const drawing = [
    widgets.renderPaymentMethods({ selector: `#${methodsId}`, variantKey: "DEFAULT" }),
    widgets.renderAgreement({ selector: `#${agreementId}`, variantKey: "AGREEMENT" }),
  ] as const;
  const destroy = () =>
    Promise.allSettled(
      drawing.map(async (part: Promise<{ destroy(): Promise<void> }>) => (await part).destroy()),
    );
  try {
    const [methods] = await Promise.all(drawing);
    methods.on("paymentMethodSelect", ({ code }) => onMethod(methodOf(code)));
    return { widgets, methods, destroy };
  } catch (failure) {
    // Half a widget must not block the next attempt.
    void destroy();
    throw failure;
  }
}

const inWon = (value: number) => ({ value, currency: "KRW" });
const ignore = () => undefined;
