import type { TossPaymentsWidgets } from "@tosspayments/tosspayments-sdk";
import type { Wish } from "../../methods/wishes";
import { type AgreementPart, renderAgreementPart } from "./agreement";
import { type Amount, checkAmount, checkProperties, must } from "./check";
import type { Merchant } from "./environment";
import { type SdkErrorCode, sdkError } from "./errors";
import { widgetOptions } from "./method-options";
import { type Methods, renderMethods } from "./methods";
import { pay } from "./pay";
import { type RenderedWindow, renderPaymentWindow } from "./payment-window";
import { checkRequest } from "./request";
import { isObject } from "./shape";
import { joined } from "./wish";

/** The order-form product: methods and terms inside the shop's page, then one payment window. */
export function createWidgets({ clientKey }: Merchant): TossPaymentsWidgets {
  let amount: Amount | null = null;
  const methods = slot<Methods>("PAYMENT_METHODS_WIDGET_ALREADY_RENDERED");
  const agreement = slot<AgreementPart>("AGREEMENT_WIDGET_ALREADY_RENDERED");
  const paymentWindow = slot<RenderedWindow>("PAYMENT_WINDOW_ALREADY_RENDERED");
  let paying = false;

  const widgets: TossPaymentsWidgets = {
    async setAmount(value) {
      amount = checkAmount(value);
      methods.now()?.amountChanged(amount);
    },

    async renderPaymentMethods(params) {
      const { selector, variantKey = "DEFAULT" } = checkPlacement(params);
      const current = amount;
      must(current !== null, "NOT_SETUP_AMOUNT");
      must(!paying, "INVALID_METHOD_TRANSACTION");
      const options = { selector, variantKey, clientKey, amount: current };
      const rendered = await methods.fill((free) => renderMethods(options, free));
      if (amount) rendered.amountChanged(amount);
      return rendered.widget;
    },

    async renderAgreement(params) {
      const { selector, variantKey = "DEFAULT" } = checkPlacement(params);
      must(!paying, "INVALID_METHOD_TRANSACTION");
      const options = { selector, variantKey, clientKey };
      return (await agreement.fill((free) => renderAgreementPart(options, free))).widget;
    },

    requestPayment: requestPayment as TossPaymentsWidgets["requestPayment"],

    async renderPaymentWindow(params) {
      const { variantKey } = checkProperties(params ?? {}, [], ["variantKey"]);
      const keys = checkProperties(variantKey ?? {}, [], ["paymentMethod", "agreement"]);
      for (const key of Object.values(keys)) checkVariantKey(key);
      must(amount !== null, "NOT_SETUP_AMOUNT");
      must(!paying, "INVALID_METHOD_TRANSACTION");
      return paymentWindow.fill((free) => renderPaymentWindow(widgets, keys, free));
    },

    async requestPaymentWindow() {
      throw sdkError("NOT_SUPPORTED_METHOD");
    },
  };
  return widgets;

  async function requestPayment(value: unknown) {
    must(!paying, "INVALID_METHOD_TRANSACTION");
    paying = true;
    try {
      const request = checkRequest(value, { required: {}, optional: widgetOptions });
      const { asked, wish } = await chosen();
      const choice = joined(wish, isObject(value) ? value : {});
      const order = { ...request, clientKey, amount: asked, choice };
      const { paymentKey } = await pay(order, new AbortController().signal);
      return { paymentType: "NORMAL", paymentKey, orderId: order.orderId, amount: asked };
    } finally {
      paying = false;
    }
  }

  /** The amount, and what the buyer has chosen and agreed to so far. */
  async function chosen(): Promise<{ asked: Amount; wish: Wish }> {
    must(amount !== null, "NOT_SETUP_AMOUNT");
    must(amount.value > 0, "BELOW_ZERO_AMOUNT");
    const asked = amount;
    const selection = (await methods.now()?.selection()) ?? null;
    must(selection !== null, "NOT_SELECTED_PAYMENT_METHOD");
    if (typeof selection.pay === "string") throw sdkError(selection.pay);
    must((await agreement.now()?.agreed()) === true, "NEED_AGREEMENT_WITH_REQUIRED_TERMS");
    return { asked, wish: selection.pay };
  }
}

function checkPlacement(params: unknown): { selector: string; variantKey?: string } {
  const { selector, variantKey } = checkProperties(params, ["selector"], ["variantKey"]);
  must(typeof selector === "string", "INVALID_SELECTOR");
  if (variantKey === undefined) return { selector };
  return { selector, variantKey: checkVariantKey(variantKey) };
}

function checkVariantKey(key: unknown): string {
  must(typeof key === "string" && /^[\w-]{1,50}$/.test(key), "INVALID_VARIANT_KEY");
  return key;
}

/** A slot for one widget, taken from the start of rendering until the widget is destroyed. */
function slot<Widget>(alreadyRendered: SdkErrorCode) {
  let taken = false;
  let widget: Widget | null = null;

  function free() {
    taken = false;
    widget = null;
  }

  return {
    now: () => widget,
    async fill(render: (free: () => void) => Promise<Widget>): Promise<Widget> {
      if (taken) throw sdkError(alreadyRendered);
      taken = true;
      try {
        widget = await render(free);
        return widget;
      } catch (error) {
        free();
        throw error;
      }
    },
  };
}
