import { leastAmount } from "../../gateways/all-traits";
import type { Currency } from "../../money";
import { env } from "../../settings/env";

// How the order sheet lets a shopper pay. Nothing of it is secret.

/**
 * Through Toss, in won: with its widget, or, in a shop that has API keys only, in its payment window. Undefined when
 * no keys are set.
 */
export function tossCheckout(): { keys: "widget" | "api"; clientKey: string; sdkUrl: string } | undefined {
  const { pairs, scriptUrl: sdkUrl } = env().toss;
  const keys = pairs.widget ? "widget" : "api";
  const pair = pairs[keys];
  return pair && { keys, clientKey: pair.clientKey, sdkUrl };
}

/** The least that can be paid in this currency, in minor units; 0 where nothing can be paid at all. */
export function leastTaken(currency: Currency): number {
  return leastAmount(currency, { toss: tossCheckout(), stripe: stripeCheckout(currency) });
}

/** Through Stripe: on its own page, or with its card form on the sheet. Undefined where it does not take the currency. */
export function stripeCheckout(
  currency: Currency,
): { publishableKey: string; scriptUrl: string } | undefined {
  const { keys, scriptUrl, currencies } = env().stripe;
  if (!keys || !currencies.includes(currency)) return undefined;
  return { publishableKey: keys.publishableKey, scriptUrl };
}
