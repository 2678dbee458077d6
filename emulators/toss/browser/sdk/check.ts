import { type SdkErrorCode, sdkError } from "./errors";
import { anything, isObject, object, type Properties, whole } from "./shape";

export type Amount = {
  value: number;
  currency: string;
};

/** Throws `INVALID_PARAMETERS` unless the value is an object with every required and no unknown property. */
export function checkProperties(value: unknown, required: string[], optional: string[]): Properties {
  const open = (names: string[]) => Object.fromEntries(names.map((name) => [name, anything]));
  must(isObject(value) && object(open(required), open(optional))(value), "INVALID_PARAMETERS");
  return value;
}

export function checkCustomerKey(key: unknown): void {
  must(typeof key === "string", "INVALID_CUSTOMER_KEY");
  must(!/^(test|live)_g?sk_/.test(key), "INSECURE_KEY_USAGE");
  must(/^[\w\-=.@]{2,50}$/.test(key), "INVALID_CUSTOMER_KEY");
}

export function checkAmount(value: unknown): Amount {
  const amount = checkProperties(value, ["value", "currency"], []);
  must(whole()(amount.value), "INVALID_AMOUNT_VALUE");
  must(amount.currency === "KRW", "INVALID_AMOUNT_CURRENCY");
  return { value: Number(amount.value), currency: "KRW" };
}

export function must(holds: boolean, code: SdkErrorCode): asserts holds {
  if (!holds) throw sdkError(code);
}
