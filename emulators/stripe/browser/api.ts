import type { PaymentIntent, PaymentIntentResult, StripeError } from "@stripe/stripe-js";
import type { Params } from "./messages";

export type Reply<Body> = { body: Body; error?: never } | { error: StripeError };

/** Calls the API with the publishable key. */
export async function ask<Body>(
  base: string,
  key: string,
  method: "GET" | "POST",
  path: string,
  params: Params,
): Promise<Reply<Body>> {
  const form = new URLSearchParams(flatten(params));
  const url = `${base}/v1${path}${method === "GET" ? `?${form}` : ""}`;
  const headers = { authorization: `Bearer ${key}` };
  try {
    const response = await fetch(url, { method, headers, ...(method === "POST" && { body: form }) });
    const body = await response.json();
    return body.error ? { error: body.error } : { body };
  } catch {
    return { error: { type: "api_connection_error", message: "The payment gateway did not answer." } };
  }
}

export async function retrieve(
  base: string,
  key: string,
  clientSecret: string,
): Promise<PaymentIntentResult> {
  const path = `/payment_intents/${intentIdOf(clientSecret)}`;
  const reply = await ask<PaymentIntent>(base, key, "GET", path, { client_secret: clientSecret });
  return reply.error ? { error: reply.error } : { paymentIntent: reply.body };
}

export function intentIdOf(clientSecret: string): string {
  return clientSecret.split("_secret_")[0] ?? "";
}

/** Flattens `{ a: { b: 1 } }` to `a[b]=1`; leaves out null and missing values. */
function flatten(params: Params, prefix = ""): [string, string][] {
  return Object.entries(params).flatMap(([name, value]): [string, string][] => {
    const path = prefix ? `${prefix}[${name}]` : name;
    if (value === null || value === undefined) return [];
    return typeof value === "object" ? flatten(value, path) : [[path, String(value)]];
  });
}
