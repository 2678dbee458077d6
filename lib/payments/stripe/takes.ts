import type { Order } from "@/db/schema";
import { traitsOf } from "../../gateways/all-traits";
import { isChargeable } from "../../money";
import { Problem } from "../../problem";
import { env } from "../../settings/env";

/**
 * Rejects an order that Stripe cannot take. Throws `not_configured`, `currency_not_supported`, `amount_out_of_range`.
 */
export function assertStripeTakes({ currency, amount }: Order) {
  const { keys, currencies } = env().stripe;
  if (!keys) throw new Problem("not_configured", "This shop has not set up Stripe.");
  if (!currencies.includes(currency))
    throw new Problem("currency_not_supported", `This shop accepts ${currencies.join(", ")} through Stripe.`);
  const { min = 0, max = 0 } = traitsOf("stripe").limitsOf(currency) ?? {};
  if (amount < min || amount > max || !isChargeable({ amount, currency }))
    throw new Problem("amount_out_of_range", `Stripe accepts ${min} to ${max} minor units of ${currency}.`);
}
