import { Problem } from "../problem";
import { env } from "../settings/env";

// Goods that somebody holds and has not paid are gone for everybody else, so one address holds only a part of them.

/** However few there are of something, so many may be held unpaid; and however many there are, no more than so many. */
const always = 5;
const atMost = 50;

/** How many orders of one address may hold goods unpaid. */
const ordersAllowed = 60;

type Line = { sku: string; quantity: number };

/** A line of an unpaid order, once for each of those who began to pay it. */
type Held = Line & { orderId: string; openedFrom: string | null };

/**
 * Throws too_many_unpaid_items when the lines of an order, beside what other unpaid orders of its opener hold, are more
 * than half of what is on the shelf; of each network the opener is in, with what it may. `held` is what the widest of them
 * holds, and `onShelf` what is left of each SKU after these lines were taken.
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

/** The widest network that is counted: what it holds, all others within it hold as well. */
export const widestOf = (opener: string) => opener.split(" ")[0] ?? "";

/** What a network holds, each line once, whoever of it began to pay. */
function linesWithin(network: string, held: Held[]): Held[] {
  const of = held.filter(({ openedFrom }) => openedFrom?.startsWith(network));
  return [...new Map(of.map((line) => [`${line.orderId} ${line.sku}`, line])).values()];
}

/**
 * The networks of an opener as `openedFrom` keeps them, the narrowest first, each with all that are around it: of IPv6 the
 * /64, and a /56, which may do what two addresses may, and a /48, which may do what four may.
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
