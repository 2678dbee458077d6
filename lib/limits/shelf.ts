import { env } from "../env";
import { Problem } from "../problem";

// Goods that somebody holds and has not paid are gone for everybody else, so one address holds only a part of them.

/** However few there are of something, so many may be held unpaid; and however many there are, no more than so many. */
const always = 5;
const atMost = 50;

/** How many orders of one address may hold goods unpaid. */
const ordersAllowed = 60;

type Line = { sku: string; quantity: number };

/**
 * Throws too_many_unpaid_items when the lines of an order, beside what other unpaid orders of its opener's network hold,
 * are more than half of what is on the shelf. `onShelf` is what is left of each SKU after these lines were taken.
 */
export function assertMayHold(
  lines: Line[],
  held: (Line & { orderId: string })[],
  onShelf: Map<string, number>,
  opener: string,
) {
  const times = timesOf(opener) * env().rateLimitFactor;
  if (times === 0) return;
  if (new Set(held.map(({ orderId }) => orderId)).size >= Math.ceil(ordersAllowed * times)) throw tooMuch();
  for (const { sku, quantity } of lines) {
    const mine = quantity + sum(held.filter((line) => line.sku === sku));
    const half = Math.floor(((onShelf.get(sku) ?? 0) + mine) / 2);
    if (mine > Math.ceil(Math.max(always, Math.min(atMost, half)) * times)) throw tooMuch();
  }
}

/** The widest network that is counted. */
export const widestOf = (opener: string) => opener.split(" ")[0] ?? "";

/** Of IPv6 it is a /48, which may do what four addresses may. */
const timesOf = (opener: string) => (opener.includes(" ") ? 4 : 1);

const sum = (lines: Line[]) => lines.reduce((all, { quantity }) => all + quantity, 0);

const tooMuch = () =>
  new Problem(
    "too_many_unpaid_items",
    "One address may not hold that many unpaid items of this product. Pay the other orders, or wait until they expire.",
  );
