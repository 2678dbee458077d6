import { type GatewayName, gatewayNames, keyPairsOf, type PairName } from "../contracts/gateways";
import type { PageSources } from "./credentials";
import { env } from "./env";
import { stripeScript, stripeSources } from "./stripe";
import { tossScript, tossSources } from "./toss";

const secretKeys: Record<PairName, () => string | undefined> = {
  widget: () => env().toss.pairs.widget?.secretKey,
  api: () => env().toss.pairs.api?.secretKey,
  stripe: () => env().stripe.keys?.secretKey,
};

/** The secret key of a pair; undefined if this shop has no such pair. */
export const secretKeyOf = (pair: PairName): string | undefined => secretKeys[pair]();

/** The key pairs that this shop has with a gateway. */
export const pairsOf = (name: GatewayName): PairName[] =>
  keyPairsOf[name].filter((pair) => secretKeyOf(pair) !== undefined);

/** The gateways that this shop has keys for. */
export const gatewaysOfShop = (): GatewayName[] => gatewayNames.filter((name) => pairsOf(name).length > 0);

/** The script that each gateway publishes, and what a shopper's page must let it load. */
export const scripts: Record<
  GatewayName,
  { real: { url: string; why: string }; sources: (scriptUrl: string) => PageSources }
> = {
  toss: { real: tossScript, sources: tossSources },
  stripe: { real: stripeScript, sources: stripeSources },
};
