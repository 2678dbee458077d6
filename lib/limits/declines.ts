import type { Budget } from "@/db/store";
import { callerOf, networksOf } from "../http/caller";
import { env } from "../settings/env";
import { sign } from "../signing/secret";
import { assertLeft, count, isLeft } from "./budget";

// Limits card testing. It happens at the gateway, through anyone with the client secret of a card form, so each failed
// charge counts, once it is known, toward the address that opened the form.

type Headers = Pick<globalThis.Headers, "get">;

const hour = 3_600;
const ofAddress: Budget = { name: "declines", points: 20, seconds: hour };
/** The limit while the desk has card payments slowed down. */
const slowPoints = 5;
const ofShop: Budget = { name: "declines-shop", points: 1, seconds: hour };

/** What a payment stores about an address: hashes of its networks that only this shop can compute, widest first. */
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

/** Throws `too_many_declines` if too many cards were declined in payments this address opened. */
export async function assertFewDeclines(headers: Headers, isSlow: boolean) {
  for (const { budget, key } of sharesOf(await openedFrom(headers), isSlow))
    await assertLeft(budget, key, "too_many_declines");
}

/** Whether the opener has had too many cards declined; all of their open payments are closed then. */
export async function hasManyDeclines(opener: string | null, isSlow: boolean): Promise<boolean> {
  for (const { budget, key } of sharesOf(opener, isSlow)) if (!(await isLeft(budget, key))) return true;
  return false;
}

/**
 * Counts declined cards, per opener and for the whole shop. Returns how many of them exceed the shop's normal hourly
 * number, which suggests that somebody is testing stolen cards.
 */
export async function countDeclines(opener: string | null, declined: number): Promise<number> {
  let above = 0;
  for (let n = 0; n < declined; n += 1) {
    await Promise.all(sharesOf(opener).map(({ budget, key }) => count(budget, key)));
    if ((await count(ofShop, "all")) > env().declinesAlarm) above += 1;
  }
  return above;
}

/** The budgets of an opener's networks: a /56 gets twice the limit of an address, a /48 four times. */
function sharesOf(opener: string | null, isSlow = false) {
  const keys = (opener ?? "").split(" ").filter(Boolean).toReversed();
  return keys.flatMap((key, at) => {
    const points = Math.ceil((isSlow ? slowPoints : ofAddress.points) * 2 ** at * env().rateLimitFactor);
    return points > 0
      ? [{ budget: { ...ofAddress, name: at === 0 ? ofAddress.name : `declines-${at}`, points }, key }]
      : [];
  });
}
