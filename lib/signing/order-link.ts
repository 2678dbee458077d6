import type { Order } from "@/db/schema";
import { days, later } from "../clock";
import { isSigned, sign } from "./secret";

type Named = Pick<Order, "id" | "number">;

/**
 * What a link in a letter is good for. read: the order as letters tell of it; letters are forwarded. act: all that its
 * buyer may do, such as naming the account for a refund.
 */
export type LinkScope = "read" | "act";

export type OrderLink = { number: string; until: string; proof: string };

/** How long a link in a letter opens its order, in milliseconds. After that its buyer can look it up. */
export const linkMs = days(14);

/**
 * The path of a link that shows an order to whoever has the letter, in whatever browser. What proves it stands in the
 * fragment, which no browser sends: no server, proxy or log on the way learns of it.
 */
export async function orderLink(order: Named, scope: LinkScope, now: Date): Promise<string> {
  const until = String(later(now, linkMs).getTime());
  const proof = await sign(provenBy(order, scope, until));
  return `/orders/letter?number=${order.number}#${new URLSearchParams({ until, proof })}`;
}

/** What a link to this very order is good for; undefined for one that is not this shop's, or whose time is over. */
export async function scopeOfLink(
  order: Named,
  { until, proof }: Omit<OrderLink, "number">,
  now: Date,
): Promise<LinkScope | undefined> {
  if (Number(until) <= now.getTime()) return undefined;
  if (await isSigned(provenBy(order, "read", until), proof)) return "read";
  return (await isSigned(provenBy(order, "act", until), proof)) ? "act" : undefined;
}

/** The text before `act` links is what they were signed with before there were others: letters outlive a release. */
const provenBy = ({ id }: Named, scope: LinkScope, until: string) =>
  `${scope === "act" ? "link" : "read"} ${id} ${until}`;
