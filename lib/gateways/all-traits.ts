import { type GatewayName, gatewayNames } from "../contracts/gateways";
import type { Currency } from "../money";
import { stripe } from "./stripe/traits";
import { toss } from "./toss/traits";
import type { Traits } from "./traits";

const traits: Record<GatewayName, Traits> = { toss, stripe };

export const traitsOf = (gateway: GatewayName): Traits => traits[gateway];

/**
 * The smallest amount that the offered gateways take, in minor units of `currency`; 0 if none takes the currency. An order
 * of 0 needs no gateway.
 */
export function leastAmount(currency: Currency, offers: Record<GatewayName, unknown>): number {
  const least = gatewayNames
    .filter((name) => offers[name] !== undefined)
    .flatMap((name) => traitsOf(name).limitsOf(currency)?.min ?? []);
  return least.length > 0 ? Math.min(...least) : 0;
}

/** Which gateway the description of a bank statement's line names. */
export function gatewayNamed(description: string): GatewayName | null {
  const text = description.toLowerCase().replace(/\s/g, "");
  return gatewayNames.find((name) => traits[name].bankNames.some((word) => text.includes(word))) ?? null;
}
