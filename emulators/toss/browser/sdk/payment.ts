import type { TossPaymentsPayment } from "@tosspayments/tosspayments-sdk";
import { checkAmount, checkProperties, isObject, must } from "./check";
import { sdkError, TossPaymentsError } from "./errors";
import { type Order, pay, type Running } from "./pay";
import { checkRequest } from "./request";

/** The window alone, opened with an API key: the method is named in the request. */
export function createPayment(clientKey: string): TossPaymentsPayment {
  let paying = false;
  let running: Running | null = null;

  return {
    requestPayment: (async (value: unknown) => {
      must(!paying, "INVALID_METHOD_TRANSACTION");
      must(isObject(value), "INVALID_PARAMETERS");
      must(value.method === "CARD", "NOT_SUPPORTED_METHOD");
      const request = checkRequest(value, { required: ["method", "amount"], optional: ["orderProductCode"] });
      const amount = checkAmount(value.amount);
      must(amount.value > 0, "BELOW_ZERO_AMOUNT");
      const order: Order = { ...request, clientKey, amount, choice: chooseCard(value.card) };
      paying = true;
      try {
        const { paymentKey } = await pay(order, (opened) => {
          running = opened;
        });
        return { paymentKey, orderId: order.orderId, amount };
      } finally {
        paying = false;
        running = null;
      }
    }) as TossPaymentsPayment["requestPayment"],

    async requestBillingAuth() {
      throw sdkError("NOT_SUPPORTED_METHOD");
    },

    async destroy() {
      running?.abort(new TossPaymentsError("PAYMENT_REQUEST_ABORTED", "destroy()"));
    },
  };
}

const cardProperties = [
  "flowMode",
  "cardCompany",
  "easyPay",
  "cardInstallmentPlan",
  "maxCardInstallmentPlan",
  "freeInstallmentPlans",
  "useEscrow",
  "escrowProducts",
  "taxExemptionAmount",
  "useCardPoint",
  "useAppCardOnly",
  "discountCode",
  "validHours",
  "dueDate",
  "useInternationalCardOnly",
  "language",
  "showEstimatedAmount",
  "threeDS",
  "appScheme",
  "keyin",
  "showMobileAppHeader",
  "affiliateCards",
  "dividedSettlements",
];

/** Without a card company the buyer chooses one in the window. */
function chooseCard(value: unknown): Order["choice"] {
  const card = checkProperties(value ?? {}, [], cardProperties);
  must(!card.easyPay, "NOT_SUPPORTED_METHOD");
  must(!(card.cardInstallmentPlan != null && card.maxCardInstallmentPlan != null), "INVALID_PARAMETERS");
  return {
    method: "CARD",
    company: typeof card.cardCompany === "string" ? card.cardCompany : null,
    installmentMonths: Number(card.cardInstallmentPlan ?? 0),
  };
}
