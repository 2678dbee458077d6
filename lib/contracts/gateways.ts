/** All gateways a shop may take payments through. Choices by gateway are records with these keys. */
export const gatewayNames = ["toss", "stripe"] as const;

export type GatewayName = (typeof gatewayNames)[number];

/**
 * The key pairs that a shop may have with each gateway. Toss has two families: widget keys for the order sheet, API keys for
 * the rest. A payment keeps the name of the pair it was made with, so no two gateways share a name.
 */
export const keyPairsOf = {
  toss: ["widget", "api"],
  stripe: ["stripe"],
} as const satisfies Record<GatewayName, readonly string[]>;

export type TossPairName = (typeof keyPairsOf)["toss"][number];
export const isTossPair = (pair: PairName): pair is TossPairName =>
  keyPairsOf.toss.some((name) => name === pair);

/** The key pairs of all gateways. */
export const pairNames = [...keyPairsOf.toss, ...keyPairsOf.stripe] as const satisfies readonly PairName[];

export type PairName = (typeof keyPairsOf)[GatewayName][number];
