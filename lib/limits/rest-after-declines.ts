import { declinedSince } from "@/db/limits";
import type { Payment } from "@/db/schema";
import type { Reader } from "@/db/store";
import { hours, later } from "../clock";
import { traitsOf } from "../gateways/all-traits";

/**
 * How many payments of one gateway may be declined within an hour, per order or across all orders of a browser; fewer
 * while the desk has card payments slowed down.
 */
const declinesAllowed = 5;
const declinesAllowedSlowly = 2;

/** How long to wait after too many declined cards, in milliseconds; undefined if there is no need to. */
export async function restAfterDeclines(
  reader: Reader,
  orderIds: string[],
  gateway: Payment["gateway"],
  now: Date,
  isSlow: boolean,
): Promise<number | undefined> {
  const since = later(now, -hours(1));
  const allowed = isSlow && traitsOf(gateway).takesTypedCards ? declinesAllowedSlowly : declinesAllowed;
  const declined = await declinedSince(reader, orderIds, gateway, since, allowed);
  const first = declined[allowed - 1];
  return first && first.at.getTime() - since.getTime();
}
