import { now } from "@/lib/clock";
import { OrderLink } from "@/lib/contracts/orders";
import { handlers, isAhead, queryOf } from "@/lib/http";
import { openByLink, rememberOrder } from "@/lib/orders/access";

/** A link in a letter: from now on this browser may see the order. Whatever does not open it leads to the look-up. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("GET", async (request) => {
  if (isAhead(request)) return new Response(null, { status: 204 });
  const query = OrderLink.safeParse(queryOf(request));
  const order = query.success ? await openByLink(query.data, now()) : undefined;
  const headers = new Headers({ location: order ? `/orders/${order.number}` : "/orders/find" });
  if (order) headers.append("set-cookie", await rememberOrder(order, request.headers.get("cookie")));
  return new Response(null, { status: 303, headers });
});
