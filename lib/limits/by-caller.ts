import type { Budget } from "@/db/store";
import { callerOf, networksOf } from "../http/caller";
import { env } from "../settings/env";
import { giveBack, spend } from "./budget";

// Limits per address. An IPv6 address also counts toward its networks, since a free tunnel comes with 65,536 household
// prefixes.

type Headers = Pick<globalThis.Headers, "get">;

/**
 * Takes points from a caller's budget and from those of its networks. `factor` multiplies the limits and defaults to
 * the operator's RATE_LIMIT_FACTOR. Throws `too_many_requests`.
 */
export async function spendByCaller(headers: Headers, usual: Budget, factor?: number, points = 1) {
  // The narrowest first: if it refuses, nothing is taken from others in the network.
  for (const { budget, key } of sharesOf(usual, headers, factor)) await spend(budget, key, points);
}

/** Returns that point. */
export const giveBackToCaller = (headers: Headers, usual: Budget, factor?: number) =>
  Promise.all(sharesOf(usual, headers, factor).map(({ budget, key }) => giveBack(budget, key)));

/** The budgets of an address and its networks; empty if the operator turned off limits per address. */
function sharesOf(usual: Budget, headers: Headers, factor = env().rateLimitFactor) {
  return networksOf(callerOf(headers)).flatMap(({ key, bits, times }) => {
    const points = Math.ceil(usual.points * times * factor);
    const name = times === 1 ? usual.name : `${usual.name}-${bits}`;
    return points > 0 ? [{ budget: { ...usual, name, points }, key }] : [];
  });
}
