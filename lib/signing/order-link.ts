import type { Order } from "@/db/schema";
import { days, later } from "../clock";
import { isSigned, sign } from "./secret";

type Named = Pick<Order, "id" | "number">;

/**
 * What a link allows. read: see the order as emails describe it, since emails get forwarded. act: everything the buyer
 * may do, such as entering the account for a refund. pay: the same, by the link that another server hands to the buyer
 * of its order.
 */
export type LinkScope = "read" | "act" | "pay";

export type OrderLink = { number: string; until: string; proof: string };

/** How long a link in an email opens its order, in milliseconds. After that, the buyer can look the order up. */
export const linkMs = days(14);

/**
 * The path of a link that shows an order to anyone with the email, in any browser. The proof is in the fragment, which
 * browsers do not send, so that no server, proxy or log sees it.
 */
export async function orderLink(order: Named, scope: Exclude<LinkScope, "pay">, now: Date): Promise<string> {
  const until = String(later(now, linkMs).getTime());
  const proof = await sign(provenBy(order, scope, until));
  return `/orders/letter?number=${order.number}#${new URLSearchParams({ until, proof })}`;
}

/**
 * The path of the page where an order from another server is paid. Its link opens that one order until the order's time
 * is up; the proof is in the fragment, like that of a letter's link.
 */
export async function payLink(order: Named & Pick<Order, "expiresAt">): Promise<string> {
  const until = String(order.expiresAt.getTime());
  const proof = await sign(provenBy(order, "pay", until));
  return `/pay/${order.number}#${new URLSearchParams({ until, proof })}`;
}

/** What a link to this order allows; undefined if it is expired or was not signed by this shop. */
export async function scopeOfLink(
  order: Named,
  { until, proof }: Omit<OrderLink, "number">,
  now: Date,
): Promise<LinkScope | undefined> {
  if (Number(until) <= now.getTime()) return undefined;
  for (const scope of ["read", "act", "pay"] as const)
    if (await isSigned(provenBy(order, scope, until), proof)) return scope;
  return undefined;
}

/** `act` links keep the text they were signed with before `read` links existed: emails outlive a release. */
const provenBy = ({ id }: Named, scope: LinkScope, until: string) => `${words[scope]} ${id} ${until}`;

const words: Record<LinkScope, string> = { act: "link", read: "read", pay: "pay" };
