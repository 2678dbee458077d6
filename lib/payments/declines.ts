import { declinedSince } from "@/db/limits";
import type { Payment } from "@/db/schema";
import type { Reader } from "@/db/store";
import { hours, later } from "../clock";

/** So many payments of one gateway may be declined within an hour, of one order or of all that a browser has made. */
const declinesAllowed = 5;

/** How long whoever has tried one card after another must rest, in milliseconds; undefined where nobody must. */
export async function restAfterDeclines(
  reader: Reader,
  orderIds: string[],
  gateway: Payment["gateway"],
  now: Date,
): Promise<number | undefined> {
  const since = later(now, -hours(1));
  const declined = await declinedSince(reader, orderIds, gateway, since, declinesAllowed);
  const first = declined[declinesAllowed - 1];
  return first && first.at.getTime() - since.getTime();
}
