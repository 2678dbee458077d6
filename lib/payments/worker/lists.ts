import type { ListName } from "@/db/daily-looks";
import { env } from "../../settings/env";

/** The lists that this shop's keys can read. Two pairs of Toss's may be of one merchant or of two. */
export function listsOfShop(): ListName[] {
  const { live, toss, stripe } = env();
  return [
    ...(["widget", "api"] as const)
      .filter((pair) => toss.pairs[pair])
      .map((keyPair) => ({ gateway: "toss" as const, keyPair, live })),
    ...(stripe.keys ? [{ gateway: "stripe" as const, keyPair: "stripe" as const, live }] : []),
  ];
}
