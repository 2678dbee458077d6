import type { GatewayName } from "../contracts/gateways";
import { stripe } from "./stripe/traits";
import { toss } from "./toss/traits";
import type { Traits } from "./traits";

const traits: Record<GatewayName, Traits> = { toss, stripe };

export const traitsOf = (gateway: GatewayName): Traits => traits[gateway];
