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
const scope = globalThis as typeof globalThis & { twotrackGateways?: Record<GatewayName, Gateway> };

export const gateway = (name: GatewayName): Gateway => (scope.twotrackGateways ?? gateways)[name];

/** Replaces the gateways, for simulations; without an argument, restores the real ones. */
export const useGateways = (replacements?: Record<GatewayName, Gateway>) => {
  if (replacements) scope.twotrackGateways = replacements;
  else delete scope.twotrackGateways;
};
