import { checkProperties, isObject, must, type Properties } from "./check";
import { onPhone } from "./environment";
import { sdkError } from "./errors";

/** A checked request to pay, before the amount and the method join it. */
export interface PayRequest {
  orderId: string;
  orderName: string;
  taxFreeAmount: number;
  metadata: Record<string, string> | null;
  successUrl: string | null;
  failUrl: string | null;
  windowTarget: "self" | "iframe";
}

const commonProperties = [
  "successUrl",
  "failUrl",
  "customerEmail",
  "customerName",
  "customerMobilePhone",
  "taxFreeAmount",
  "windowTarget",
  "metadata",
  "pendingUrl",
  "sandbox",
  "subOrders",
  "card",
];

/** Checks what `requestPayment` was given; `more` are the properties of this kind of request alone. */
export function checkRequest(value: unknown, more: { required: string[]; optional: string[] }): PayRequest {
  const request = checkProperties(
    value,
    ["orderId", "orderName", ...more.required],
    [...commonProperties, ...more.optional],
  );
  const { orderId, orderName } = request;
  must(typeof orderId === "string" && /^[A-Za-z0-9_-]{6,64}$/.test(orderId), "INVALID_ORDER_ID");
  must(typeof orderName === "string" && /^.{1,100}$/su.test(orderName), "INVALID_ORDER_NAME");
  checkCustomer(request);
  return {
    orderId,
    orderName,
    taxFreeAmount: checkTaxFree(request.taxFreeAmount),
    metadata: checkMetadata(request.metadata),
    ...checkReturn(request),
  };
}

function checkCustomer({ customerEmail, customerName, customerMobilePhone }: Properties) {
  must(isAbsent(customerEmail) || isText(customerEmail, 100), "INVALID_PARAMETERS");
  must(isAbsent(customerName) || isText(customerName, 100), "INVALID_PARAMETERS");
  must(isAbsent(customerMobilePhone) || /^\d{8,15}$/.test(String(customerMobilePhone)), "INVALID_PARAMETERS");
}

function checkTaxFree(amount: unknown): number {
  if (isAbsent(amount)) return 0;
  must(typeof amount === "number" && Number.isInteger(amount) && amount >= 0, "INVALID_PARAMETERS");
  return amount;
}

function checkMetadata(metadata: unknown): Record<string, string> | null {
  if (isAbsent(metadata)) return null;
  must(isObject(metadata), "INVALID_METADATA");
  const pairs = Object.entries(metadata);
  must(pairs.length <= 5, "INVALID_METADATA");
  return Object.fromEntries(
    pairs.map(([key, value]) => {
      must(/^[^[\]]{1,40}$/.test(key) && isText(value, 2000), "INVALID_METADATA");
      return [key, value];
    }),
  );
}

/** Both addresses or neither: without them the promise answers, which a phone cannot do. */
function checkReturn({ successUrl, failUrl, windowTarget }: Properties) {
  must(isAbsent(windowTarget) || windowTarget === "self" || windowTarget === "iframe", "INVALID_PARAMETERS");
  must(!(windowTarget === "iframe" && onPhone()), "INVALID_PARAMETERS");
  const target = windowTarget ?? (onPhone() ? "self" : "iframe");
  if (isAbsent(successUrl) && isAbsent(failUrl)) {
    if (target === "self") throw sdkError("NOT_SUPPORTED_PROMISE");
    return { successUrl: null, failUrl: null, windowTarget: target } as const;
  }
  must(isAddress(successUrl), "INCORRECT_SUCCESS_URL_FORMAT");
  must(isAddress(failUrl), "INCORRECT_FAIL_URL_FORMAT");
  return { successUrl, failUrl, windowTarget: target } as const;
}

function isAddress(value: unknown): value is string {
  return typeof value === "string" && /^https?:\/\/[^/\s]/i.test(value) && URL.canParse(value);
}

function isText(value: unknown, lengthMax: number): value is string {
  return typeof value === "string" && value.length <= lengthMax;
}

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}
