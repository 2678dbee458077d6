import type { Budget } from "@/db/store";
import { callerOf, networksOf } from "../http/caller";
import { env } from "../settings/env";
import { giveBack, spend } from "./budget";

// What is counted by address. An IPv6 address is counted with its network's: whoever has a tunnel has 65,536 households.

type Headers = Pick<globalThis.Headers, "get">;

/**
 * Takes a point of a caller's budget, or several, and of each network that they are in. `factor` is by how much more they
 * may do than usual, where not the operator's RATE_LIMIT_FACTOR. Throws too_many_requests.
 */
export async function spendByCaller(headers: Headers, usual: Budget, factor?: number, points = 1) {
  // The narrowest first: what it refuses takes nothing of what others in the network have.
  for (const { budget, key } of sharesOf(usual, headers, factor)) await spend(budget, key, points);
}

/** Gives that point back. */
export const giveBackToCaller = (headers: Headers, usual: Budget, factor?: number) =>
  Promise.all(sharesOf(usual, headers, factor).map(({ budget, key }) => giveBack(budget, key)));

/**
 * What one address may do in this shop, and what its networks may in all; nothing where the operator wants no limit by
 * address.
 */
function sharesOf(usual: Budget, headers: Headers, factor = env().rateLimitFactor) {
  return networksOf(callerOf(headers)).flatMap(({ key, bits, times }) => {
    const points = Math.ceil(usual.points * times * factor);
    const name = times === 1 ? usual.name : `${usual.name}-${bits}`;
    return points > 0 ? [{ budget: { ...usual, name, points }, key }] : [];
  });
}
