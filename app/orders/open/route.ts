import { now } from "@/lib/clock";
import { findPath } from "@/lib/contracts/find-path";
import { OrderLink } from "@/lib/contracts/orders";
import { assertOwnPage, bodyOf, handlers, isAhead, queryOf } from "@/lib/http/http";
import { tellLinkRefusal } from "@/lib/http/security-log";
import { openByLink, rememberLink } from "@/lib/orders/access";

/** How large the form may be, in bytes. */
const limit = 1024;

/**
 * What a link in a letter proves, sent by the page it leads to: from now on this browser may see the order. Whatever does
 * not open it leads to the look-up. Letters of an earlier release have their proof in the query; their links end two weeks
 * after they were sent.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers(
  "POST",
  async (request) => {
    assertOwnPage(request.headers);
    return open(Object.fromEntries(new URLSearchParams(await bodyOf(request, limit))), request);
  },
  async (request) =>
    isAhead(request) ? new Response(null, { status: 204 }) : open(queryOf(request), request),
);

async function open(given: Record<string, unknown>, request: Request): Promise<Response> {
  const link = OrderLink.safeParse(given).data;
  const opened = link && (await openByLink(link, now()));
  if (!opened) tellLinkRefusal(request);
  const answer = new Headers({
    location: opened ? `/orders/${opened.order.number}` : findPath(given.number, "link"),
  });
  if (link && opened)
    answer.append("set-cookie", await rememberLink(opened, link, request.headers.get("cookie")));
  return new Response(null, { status: 303, headers: answer });
}
