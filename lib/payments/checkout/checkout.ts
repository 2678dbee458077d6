import type { FreeInstallments } from "../../contracts/installments";
import { leastAmount } from "../../gateways/all-traits";
import type { Currency } from "../../money";
import { env } from "../../settings/env";

// The payment options of the order sheet. Nothing here is secret.

/** The installments without interest that the order sheet's card window offers: Toss's widget shows its own. */
export function freeInstallments(): FreeInstallments[] {
  const { pairs, cardOffers } = env().toss;
  return pairs.widget ? [] : (cardOffers?.freeInstallments ?? []);
}

/**
 * Toss, in won: with its widget, or with its payment window if the shop has only API keys. Undefined if no keys are
 * set.
 */
export function tossCheckout(): { keys: "widget" | "api"; clientKey: string; sdkUrl: string } | undefined {
  const { pairs, scriptUrl: sdkUrl } = env().toss;
  const keys = pairs.widget ? "widget" : "api";
  const pair = pairs[keys];
  return pair && { keys, clientKey: pair.clientKey, sdkUrl };
}

/** The smallest amount that can be paid in this currency, in minor units; 0 if nothing can be paid at all. */
export function leastTaken(currency: Currency): number {
  return leastAmount(currency, { toss: tossCheckout(), stripe: stripeCheckout(currency) });
}

/** Stripe: on its own page, or with its card form on the sheet. Undefined if it does not accept the currency here. */
export function stripeCheckout(
  currency: Currency,
): { publishableKey: string; scriptUrl: string } | undefined {
  const { keys, scriptUrl, currencies } = env().stripe;
  if (!keys || !currencies.includes(currency)) return undefined;
  return { publishableKey: keys.publishableKey, scriptUrl };
}
