import { now } from "@/lib/clock";
import { findPath } from "@/lib/contracts/find-path";
import { OrderLink } from "@/lib/contracts/orders";
import { assertOwnPage, bodyOf, handlers, isAhead, queryOf } from "@/lib/http/http";
import { tellLinkRefusal } from "@/lib/http/security-log";
import { openByLink, rememberLink } from "@/lib/orders/access";

/** The form's maximum size, in bytes. */
const limit = 1024;

/**
 * Takes the proof from a letter's link or a pay link, sent by the page the link opens: from now on this browser may see
 * the order. An
 * invalid proof redirects to the look-up. Letters of an earlier release have their proof in the query; their links
 * expire two weeks after they were sent.
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

const pageOf = ({ order: { number }, scope }: NonNullable<Awaited<ReturnType<typeof openByLink>>>) =>
  scope === "pay" ? `/pay/${number}` : `/orders/${number}`;

async function open(given: Record<string, unknown>, request: Request): Promise<Response> {
  const link = OrderLink.safeParse(given).data;
  const opened = link && (await openByLink(link, now()));
  if (!opened) tellLinkRefusal(request);
  const answer = new Headers({
    location: opened ? pageOf(opened) : findPath(given.number, "link"),
  });
  if (link && opened)
    answer.append("set-cookie", await rememberLink(opened, link, request.headers.get("cookie")));
  return new Response(null, { status: 303, headers: answer });
}
