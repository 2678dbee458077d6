import { now } from "@/lib/clock";
import { bodyOf, handlers } from "@/lib/http";
import { receive, startWork } from "@/lib/payments/inbox";

/** How large a webhook may be, in bytes. */
const limit = 64 * 1024;

/** The door of a gateway's webhooks: kept, answered, and worked on after that. */
export const webhooksOf = (gateway: Parameters<typeof receive>[0]) =>
  handlers("POST", async (request) => {
    const id = await receive(gateway, await bodyOf(request, limit), request.headers, now());
    if (id) startWork(id);
    return Response.json({ received: true });
  });
