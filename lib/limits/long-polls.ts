import { sleep } from "../clock";
import { isEnding } from "../ending";
import { callerOf, networksOf } from "../http/caller";
import { Problem } from "../problem";
import { env } from "../settings/env";
import { tooMany } from "./budget";

// Long-polling requests. Each occupies a connection while it is held, so their number is limited per address and in
// total, per process. Requests that are not held are always answered.

const ofCaller = 10;
const ofShop = 500;

/** After how long to retry, in milliseconds. */
const againMs = 5_000;
/** How long a request is held while the shop is shutting down, in milliseconds: clients ask again immediately. */
const endingMs = 500;

// On globalThis because a bundler may load this module twice.
const scope = globalThis as typeof globalThis & { twotrackLongPolls?: Map<string, number> };

/**
 * Holds a long-polling request. Throws `too_many_requests` if its address has too many held, and `overloaded` if the
 * shop does; nothing was read then, and without `wait` the same request is answered at once. Requests with an API key
 * have no limit per address, since they act for many shoppers.
 */
export async function holdQuestion<T>(headers: Pick<Headers, "get">, question: () => Promise<T>): Promise<T> {
  scope.twotrackLongPolls ??= new Map();
  const held = scope.twotrackLongPolls;
  const places = [
    { key: "all", most: ofShop },
    ...(headers.get("authorization") === null ? placesOf(headers) : []),
  ];
  for (const { key, most } of places)
    if ((held.get(key) ?? 0) >= most)
      throw key === "all" ? tooManyInAll() : tooMany(againMs, "too_many_requests", "long_polls");
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

/** The limits of the caller and its networks; empty if the operator turned off limits per address. */
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
