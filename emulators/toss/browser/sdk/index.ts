import type { TossPaymentsSDK } from "@tosspayments/tosspayments-sdk";
import { checkCustomerKey, must } from "./check";
import { knownClientKeys } from "./environment";
import { sdkError } from "./errors";
import { createPayment } from "./payment";
import { anything, isObject, object, type Shape, text } from "./shape";
import { createWidgets } from "./widgets";

const brandpay = object({}, { redirectUrl: text(2000), features: anything });
const isWidgetKey = (key: string) => /^(test|live)_gck_/.test(key);

function TossPayments(clientKey: string): TossPaymentsSDK {
  function checkKeys(params: unknown, more: Record<string, Shape> = {}) {
    const known = knownClientKeys[clientKey];
    must(known !== undefined, "INVALID_CLIENT_KEY");
    must(isObject(params) && object({}, { customerKey: anything, ...more })(params), "INVALID_PARAMETERS");
    checkCustomerKey(params.customerKey);
    return { clientKey, ...known };
  }

  const sdk: TossPaymentsSDK = {
    widgets(params) {
      must(!/^(test|live)_ck_/.test(clientKey), "NOT_SUPPORTED_API_INDIVIDUAL_KEY");
      return createWidgets(checkKeys(params, { brandpay }));
    },
    payment(params) {
      must(!isWidgetKey(clientKey), "NOT_SUPPORTED_WIDGET_KEY");
      return createPayment(checkKeys(params));
    },
    brandpay() {
      throw sdkError(isWidgetKey(clientKey) ? "NOT_SUPPORTED_WIDGET_KEY" : "NOT_SUPPORTED_METHOD");
    },
  };
  return Object.assign(sdk, { requestPayment: removed, requestBillingAuth: removed, cancelPayment: removed });
}

/** A v1 method that no longer exists. */
function removed(): never {
  throw sdkError("V1_METHOD_NOT_SUPPORTED");
}

Object.assign(window, { TossPayments: Object.assign(TossPayments, { ANONYMOUS: "@@ANONYMOUS" }) });
