import type { ListName } from "@/db/daily-looks";
import { gatewayNames } from "../contracts/gateways";
import { env } from "../settings/env";
import { pairsOf } from "../settings/gateways";

/** The lists that this shop's keys can read. Two Toss pairs may belong to one merchant or to two. */
export const listsOfShop = (): ListName[] =>
  gatewayNames.flatMap((gateway) =>
    pairsOf(gateway).map((keyPair) => ({ gateway, keyPair, live: env().live })),
  );
