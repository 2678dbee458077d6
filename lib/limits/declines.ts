import type { Budget } from "@/db/store";
import { callerOf, networksOf } from "../http/caller";
import { env } from "../settings/env";
import { sign } from "../signing/secret";
import { assertLeft, count, isLeft } from "./budget";

// Who tries one stolen card after another. It happens at the gateway, by whoever has the secret of a card form, so each
// charge that failed counts for the address that opened the form, when it becomes known.

type Headers = Pick<globalThis.Headers, "get">;

const hour = 3_600;
const ofAddress: Budget = { name: "declines", points: 20, seconds: hour };
/** So many while the desk has card payments taken slowly. */
const slowPoints = 5;
const ofShop: Budget = { name: "declines-shop", points: 1, seconds: hour };

/** What is kept of an address on a payment: hashes of its networks that only this shop makes, the widest first. */
export const openedFrom = async (headers: Headers): Promise<string> =>
  (
    await Promise.all(
      networksOf(callerOf(headers)).map(async ({ key }) =>
        (await sign(`caller ${key}`)).slice(0, hashLength),
      ),
    )
  )
    .toReversed()
    .join(" ");

const hashLength = 22;

/** Throws too_many_declines when too many cards were declined in what this address opened. */
export async function assertFewDeclines(headers: Headers, isSlow: boolean) {
  for (const { budget, key } of sharesOf(await openedFrom(headers), isSlow))
    await assertLeft(budget, key, "too_many_declines");
}

/** True when whoever opened this has had too many cards declined: then nothing of theirs stays open. */
export async function hasManyDeclines(opener: string | null, isSlow: boolean): Promise<boolean> {
  for (const { budget, key } of sharesOf(opener, isSlow)) if (!(await isLeft(budget, key))) return true;
  return false;
}

/**
 * Counts cards that were declined, for whoever opened the payment and in the whole shop. Answers how many of them are more
 * than the shop has in an hour while nobody tries stolen ones.
 */
export async function countDeclines(opener: string | null, declined: number): Promise<number> {
  let above = 0;
  for (let n = 0; n < declined; n += 1) {
    await Promise.all(sharesOf(opener).map(({ budget, key }) => count(budget, key)));
    if ((await count(ofShop, "all")) > env().declinesAlarm) above += 1;
  }
  return above;
}

/** The budgets of an opener's networks: a /56 may do twice as much as an address, a /48 four times. */
function sharesOf(opener: string | null, isSlow = false) {
  const keys = (opener ?? "").split(" ").filter(Boolean).toReversed();
  return keys.flatMap((key, at) => {
    const points = Math.ceil((isSlow ? slowPoints : ofAddress.points) * 2 ** at * env().rateLimitFactor);
    return points > 0
      ? [{ budget: { ...ofAddress, name: at === 0 ? ofAddress.name : `declines-${at}`, points }, key }]
      : [];
  });
}
