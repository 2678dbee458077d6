import { must } from "./check";
import { onPhone } from "./environment";
import { sdkError } from "./errors";
import {
  anything,
  isAbsent,
  isObject,
  listOf,
  matching,
  object,
  oneOf,
  type Properties,
  type Shape,
  text,
  whole,
} from "./shape";

/** A checked payment request, before amount and method are added. */
export type PayRequest = {
  orderId: string;
  orderName: string;
  taxFreeAmount: number;
  metadata: Record<string, string> | null;
  successUrl: string | null;
  failUrl: string | null;
  windowTarget: "self" | "iframe";
};

const subOrder = object({
  merchantBusinessNumber: text(),
  merchantName: text(),
  merchantAddress: object(
    { country: text(), postalCode: text(), address: text() },
    { detailAddress: text() },
  ),
  orderName: text(),
});

const common: Record<string, Shape> = {
  successUrl: anything,
  failUrl: anything,
  customerEmail: text(100),
  customerName: text(100),
  customerMobilePhone: matching(/^\d{8,15}$/),
  taxFreeAmount: whole(),
  windowTarget: oneOf("self", "iframe"),
  metadata: anything,
  pendingUrl: text(2000),
  sandbox: object({ paymentResult: oneOf("SUCCESS", "FAIL") }),
  subOrders: listOf(subOrder),
};

/** Checks the argument of `requestPayment`; `more` are the properties specific to this kind of request. */
export function checkRequest(
  value: unknown,
  more: { required: Record<string, Shape>; optional: Record<string, Shape> },
): PayRequest {
  const shape = object(
    { orderId: anything, orderName: anything, ...more.required },
    { ...common, ...more.optional },
  );
  must(isObject(value) && shape(value), "INVALID_PARAMETERS");
  const { orderId, orderName, taxFreeAmount } = value;
  must(typeof orderId === "string" && /^[A-Za-z0-9_-]{6,64}$/.test(orderId), "INVALID_ORDER_ID");
  must(typeof orderName === "string" && /^.{1,100}$/su.test(orderName), "INVALID_ORDER_NAME");
  return {
    orderId,
    orderName,
    taxFreeAmount: Number(taxFreeAmount ?? 0),
    metadata: checkMetadata(value.metadata),
    ...checkReturn(value),
  };
}

function checkMetadata(metadata: unknown): Record<string, string> | null {
  if (isAbsent(metadata)) return null;
  must(isObject(metadata), "INVALID_METADATA");
  const pairs = Object.entries(metadata);
  must(pairs.length <= 5, "INVALID_METADATA");
  return Object.fromEntries(
    pairs.map(([key, value]) => {
      must(/^[^[\]]{1,40}$/.test(key) && text(2000)(value), "INVALID_METADATA");
      return [key, String(value)];
    }),
  );
}

/** Both URLs or neither: without them the promise carries the result, which a phone does not support. */
function checkReturn({ successUrl, failUrl, windowTarget }: Properties) {
  must(!(windowTarget === "iframe" && onPhone()), "INVALID_PARAMETERS");
  const target = windowTarget === "self" || onPhone() ? "self" : "iframe";
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
