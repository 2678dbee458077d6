import { env } from "../env";

/**
 * How the order sheet lets a shopper pay through Toss: with its widget, or, in a shop that has API keys
 * only, in its payment window. Undefined when no keys are set. Nothing of it is secret.
 */
export function tossCheckout(): { keys: "widget" | "api"; clientKey: string; sdkUrl: string } | undefined {
  const { pairs, sdkUrl } = env().toss;
  const keys = pairs.widget ? "widget" : "api";
  const pair = pairs[keys];
  return pair && { keys, clientKey: pair.clientKey, sdkUrl };
}
