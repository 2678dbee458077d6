import { sleep } from "../clock";
import { isEnding } from "../ending";
import { callerOf, networksOf } from "../http/caller";
import { Problem } from "../problem";
import { env } from "../settings/env";
import { tooMany } from "./budget";

// Questions that are held until there is news. Each is a connection of ours for as long as it lasts, so they have places in
// this process: so many for an address, and so many in all. What is not held is always answered.

const ofCaller = 10;
const ofShop = 500;

/** After so long it is worth asking again, in milliseconds. */
const againMs = 5_000;
/** A shop that is about to end has no news: who asks then is answered after so long, since they ask again at once. */
const endingMs = 500;

// On globalThis because a bundler may load this module twice.
const scope = globalThis as typeof globalThis & { twotrackHeld?: Map<string, number> };

/**
 * Holds a question. Throws too_many_requests when its address has enough of them held, and overloaded when the shop has;
 * nothing was read then, and the same without `wait` is answered at once. A key of another server's asks for many shoppers.
 */
export async function holdQuestion<T>(headers: Pick<Headers, "get">, question: () => Promise<T>): Promise<T> {
  scope.twotrackHeld ??= new Map();
  const held = scope.twotrackHeld;
  const places = [
    { key: "all", most: ofShop },
    ...(headers.get("authorization") === null ? placesOf(headers) : []),
  ];
  for (const { key, most } of places)
    if ((held.get(key) ?? 0) >= most)
      throw key === "all" ? tooManyInAll() : tooMany(againMs, "too_many_requests", "held");
  for (const { key } of places) held.set(key, (held.get(key) ?? 0) + 1);
  try {
    if (isEnding()) await sleep(endingMs);
    return await question();
  } finally {
    for (const { key } of places) {
      const left = (held.get(key) ?? 1) - 1;
      if (left > 0) held.set(key, left);
      else held.delete(key);
    }
  }
}

/** Of the caller and of the networks they are in; none where the operator wants no limit by address. */
const placesOf = (headers: Pick<Headers, "get">) =>
  networksOf(callerOf(headers)).flatMap(({ key, times }) => {
    const most = Math.ceil(ofCaller * times * env().rateLimitFactor);
    return most > 0 ? [{ key, most }] : [];
  });

const tooManyInAll = () =>
  new Problem(
    "overloaded",
    "Too many long-polling requests are open at the moment. Try again without `wait`.",
    {
      headers: { "retry-after": String(againMs / 1_000) },
    },
  );
