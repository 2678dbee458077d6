import { declinedSince } from "@/db/limits";
import type { Payment } from "@/db/schema";
import type { Reader } from "@/db/store";
import { hours, later } from "../clock";
import { traitsOf } from "../gateways/all-traits";

/**
 * So many payments of one gateway may be declined within an hour, of one order or of all that a browser has made; fewer
 * while the desk has card payments taken slowly.
 */
const declinesAllowed = 5;
const declinesAllowedSlowly = 2;

/** How long whoever has tried one card after another must rest, in milliseconds; undefined where nobody must. */
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
