import type { Order } from "@/db/schema";
import { days, later } from "./clock";
import { isSame, sign } from "./secret";

type Named = Pick<Order, "id" | "number">;

/** How long a link in a letter opens its order, in milliseconds. After that its buyer can look it up. */
const linkMs = days(14);

/** The path of a link that shows an order to whoever has the letter, in whatever browser. */
export async function orderLink(order: Named, now: Date): Promise<string> {
  const until = String(later(now, linkMs).getTime());
  const query = new URLSearchParams({ number: order.number, until, proof: await proofOf(order, until) });
  return `/orders/open?${query}`;
}

/** True of a link of this shop's to this very order, while its time is not over. */
export const isOrderLink = async (
  order: Named,
  { until, proof }: { until: string; proof: string },
  now: Date,
) => Number(until) > now.getTime() && isSame(proof, await proofOf(order, until));

const proofOf = ({ id }: Named, until: string) => sign(`link ${id} ${until}`);
