import type { TossPaymentsSDK } from "@tosspayments/tosspayments-sdk";
import { checkCustomerKey, checkProperties, must } from "./check";
import { knownClientKeys } from "./environment";
import { sdkError } from "./errors";
import { createPayment } from "./payment";
import { createWidgets } from "./widgets";

const isWidgetKey = (key: string) => /^(test|live)_gck_/.test(key);

function TossPayments(clientKey: string): TossPaymentsSDK {
  function checkKeys(params: unknown, optional: string[]) {
    must(knownClientKeys.includes(clientKey), "INVALID_CLIENT_KEY");
    const { customerKey } = checkProperties(params, [], ["customerKey", ...optional]);
    checkCustomerKey(customerKey);
  }

  const sdk: TossPaymentsSDK = {
    widgets(params) {
      must(!/^(test|live)_ck_/.test(clientKey), "NOT_SUPPORTED_API_INDIVIDUAL_KEY");
      checkKeys(params, ["brandpay"]);
      return createWidgets(clientKey);
    },
    payment(params) {
      must(!isWidgetKey(clientKey), "NOT_SUPPORTED_WIDGET_KEY");
      checkKeys(params, []);
      return createPayment(clientKey);
    },
    brandpay() {
      throw sdkError(isWidgetKey(clientKey) ? "NOT_SUPPORTED_WIDGET_KEY" : "NOT_SUPPORTED_METHOD");
    },
  };
  return Object.assign(sdk, { requestPayment: removed, requestBillingAuth: removed, cancelPayment: removed });
}

/** What the v1 SDK had here. */
function removed(): never {
  throw sdkError("V1_METHOD_NOT_SUPPORTED");
}

Object.assign(window, { TossPayments: Object.assign(TossPayments, { ANONYMOUS: "@@ANONYMOUS" }) });
