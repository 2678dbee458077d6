import { type SdkErrorCode, sdkError } from "./errors";

export interface Amount {
  value: number;
  currency: string;
}

export type Properties = Record<string, unknown>;

/** Refuses what is not an object, lacks a required property or has one that nobody knows. */
export function checkProperties(value: unknown, required: string[], optional: string[]): Properties {
  must(isObject(value), "INVALID_PARAMETERS");
  const known = [...required, ...optional];
  must(
    required.every((name) => value[name] !== undefined && value[name] !== null) &&
      Object.keys(value).every((name) => known.includes(name)),
    "INVALID_PARAMETERS",
  );
  return value;
}

export function checkCustomerKey(key: unknown): void {
  must(typeof key === "string", "INVALID_CUSTOMER_KEY");
  must(!/^(test|live)_g?sk_/.test(key), "INSECURE_KEY_USAGE");
  must(/^[\w\-=.@]{2,50}$/.test(key), "INVALID_CUSTOMER_KEY");
}

export function checkAmount(value: unknown): Amount {
  const amount = checkProperties(value, ["value", "currency"], []);
  must(Number.isInteger(amount.value) && Number(amount.value) >= 0, "INVALID_AMOUNT_VALUE");
  must(amount.currency === "KRW", "INVALID_AMOUNT_CURRENCY");
  return { value: Number(amount.value), currency: "KRW" };
}

export function must(holds: boolean, code: SdkErrorCode): asserts holds {
  if (!holds) throw sdkError(code);
}

export function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
