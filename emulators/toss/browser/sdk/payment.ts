import type { TossPaymentsPayment } from "@tosspayments/tosspayments-sdk";
import { findWallet, worksInTests } from "../../methods/wallets";
import { checkAmount, must } from "./check";
import type { Merchant } from "./environment";
import { sdkError } from "./errors";
import { windowOptions } from "./method-options";
import { type Order, pay } from "./pay";
import { checkRequest } from "./request";
import { anything, isObject, text } from "./shape";
import { wishOf } from "./wish";

/** The window on its own, opened with an API key: the request names the method. */
export function createPayment(merchant: Merchant): TossPaymentsPayment {
  let running: AbortController | null = null;

  async function requestPayment(value: unknown) {
    must(running === null, "INVALID_METHOD_TRANSACTION");
    const order: Order = checkOrder(merchant, value);
    running = new AbortController();
    try {
      const { paymentKey } = await pay(order, running.signal);
      return { paymentKey, orderId: order.orderId, amount: order.amount };
    } finally {
      running = null;
    }
  }

  return {
    requestPayment: requestPayment as TossPaymentsPayment["requestPayment"],

    async requestBillingAuth() {
      throw sdkError("NOT_SUPPORTED_METHOD");
    },

    async destroy() {
      must(running !== null, "NO_ACTIVE_PAYMENT_REQUEST");
      running.abort(sdkError("PAYMENT_REQUEST_ABORTED"));
    },
  };
}

function checkOrder(merchant: Merchant, value: unknown): Order {
  must(isObject(value), "INVALID_PARAMETERS");
  const options = windowOptions[String(value.method)];
  must(options !== undefined, "NOT_SUPPORTED_METHOD");
  const request = checkRequest(value, {
    required: { method: anything, amount: anything },
    optional: { orderProductCode: text(), ...options },
  });
  const amount = checkAmount(value.amount);
  must(amount.value > 0, "BELOW_ZERO_AMOUNT");
  const choice = wishOf(value);
  const wallet = choice.method === "EASY_PAY" ? findWallet(choice.provider) : undefined;
  must(!wallet || worksInTests(wallet, merchant), "UNSUPPORTED_TEST_PHASE_PAYMENT_METHOD");
  return { ...request, clientKey: merchant.clientKey, amount, choice };
}
