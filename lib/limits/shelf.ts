import { Problem } from "../problem";
import { env } from "../settings/env";

// Goods held by unpaid orders are unavailable to everybody else, so one address may hold only part of them.

/** How many units may always be held unpaid, however few there are, and at most, however many there are. */
const always = 5;
const atMost = 50;

/** How many unpaid orders of one address may hold goods. */
const ordersAllowed = 60;

type Line = { sku: string; quantity: number };

/** A line of an unpaid order, once for each opener who started to pay it. */
type Held = Line & { orderId: string; openedFrom: string | null };

/**
 * Throws `too_many_unpaid_items` if the lines of an order, together with other unpaid orders of its opener, exceed half
 * of the stock; checked for each of the opener's networks with its limit. `held` is what the widest network holds, and
 * `onShelf` the remaining quantity per SKU after these lines were taken.
 */
export function assertMayHold(lines: Line[], held: Held[], onShelf: Map<string, number>, opener: string) {
  for (const { network, times: usual } of networksOfOpener(opener)) {
    const times = usual * env().rateLimitFactor;
    if (times === 0) return;
    const within = linesWithin(network, held);
    if (new Set(within.map(({ orderId }) => orderId)).size >= Math.ceil(ordersAllowed * times))
      throw tooMuch();
    for (const { sku, quantity } of lines) {
      const mine = quantity + sum(within.filter((line) => line.sku === sku));
      const half = Math.floor(((onShelf.get(sku) ?? 0) + mine) / 2);
      if (mine > Math.ceil(Math.max(always, Math.min(atMost, half)) * times)) throw tooMuch();
    }
  }
}

/** The widest network that is counted; it includes everything the networks within it hold. */
export const widestOf = (opener: string) => opener.split(" ")[0] ?? "";

/** The lines a network holds, each counted once, even if several openers started to pay it. */
function linesWithin(network: string, held: Held[]): Held[] {
  const of = held.filter(({ openedFrom }) => openedFrom?.startsWith(network));
  return [...new Map(of.map((line) => [`${line.orderId} ${line.sku}`, line])).values()];
}

/**
 * The networks of an opener as stored by `openedFrom`, narrowest first, each including the networks around it: for IPv6
 * the /64, the /56 with twice the limit of an address, and the /48 with four times.
 */
function networksOfOpener(opener: string): { network: string; times: number }[] {
  const keys = opener.split(" ");
  return keys
    .map((_, at) => ({ network: keys.slice(0, at + 1).join(" "), times: 2 ** (keys.length - 1 - at) }))
    .toReversed();
}

const sum = (lines: Line[]) => lines.reduce((all, { quantity }) => all + quantity, 0);

const tooMuch = () =>
  new Problem(
    "too_many_unpaid_items",
    "Too many unpaid items of this product are held from your IP address. Pay the other orders, or wait until they expire.",
  );
