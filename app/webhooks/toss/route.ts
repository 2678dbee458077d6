import { now } from "@/lib/clock";
import { bodyOf, handlers } from "@/lib/http";
import { receive, startWork } from "@/lib/payments/inbox";

/** How large a webhook may be, in bytes. */
const limit = 256 * 1024;

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("POST", async (request) => {
  const id = await receive("toss", await bodyOf(request, limit), request.headers, now());
  if (id) startWork(id);
  return Response.json({ received: true });
});
