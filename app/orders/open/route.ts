import { now } from "@/lib/clock";
import { OrderLink } from "@/lib/contracts/orders";
import { findPath } from "@/lib/find-path";
import { handlers, isAhead, queryOf } from "@/lib/http";
import { openByLink, rememberLink } from "@/lib/orders/access";

/**
 * A link in a letter: from now on this browser may see the order. Whatever does not open it leads to the look-up. No page
 * is drawn at this address, so nothing that a page loads learns of the proof in it.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("GET", async (request) => {
  if (isAhead(request)) return new Response(null, { status: 204 });
  const query = queryOf(request);
  const link = OrderLink.safeParse(query).data;
  const opened = link && (await openByLink(link, now()));
  const location = opened ? `/orders/${opened.order.number}` : findPath(query.number, "link");
  const headers = new Headers({ location });
  if (link && opened)
    headers.append("set-cookie", await rememberLink(opened, link, request.headers.get("cookie")));
  return new Response(null, { status: 303, headers });
});
