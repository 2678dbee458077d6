import type { GatewayName } from "../contracts/gateways";
import type { Gateway } from "./gateway";
import { measure } from "./measured";
import { stripe } from "./stripe";
import { toss } from "./toss";

const gateways: Record<GatewayName, Gateway> = {
  toss: measure("toss", toss),
  stripe: measure("stripe", stripe),
};

// On globalThis so that a simulation can replace the network with a model.
const scope = globalThis as typeof globalThis & {
  twotrackGateways?: Partial<Record<GatewayName, Gateway>> | undefined;
};

export const gateway = (name: GatewayName): Gateway => scope.twotrackGateways?.[name] ?? gateways[name];

/** Replaces some gateways, for tests and simulations; without an argument all are the real ones again. */
export const useGateways = (replacements?: Partial<Record<GatewayName, Gateway>>) => {
  scope.twotrackGateways = replacements;
};
