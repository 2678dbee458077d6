import { now } from "@/lib/clock";
import { bodyOf, handlers } from "@/lib/http/http";
import { queueOf } from "@/lib/limits/queue";
import { receive, startWork } from "@/lib/payments/worker/inbox";

/** How large a webhook may be, in bytes. */
const limit = 64 * 1024;

/**
 * The door of a gateway's webhooks: kept, answered, and worked on after that. They are kept one at a time, so that
 * shoppers wait for one of them at most however many come; a gateway that finds the line full sends its news again.
 */
export function webhooksOf(gateway: Parameters<typeof receive>[0]) {
  const inTurn = queueOf({ atOnce: 1, waiting: 200 });
  return handlers("POST", async (request) => {
    const body = await bodyOf(request, limit);
    const id = await inTurn(() => receive(gateway, body, request.headers, now()));
    if (id) startWork(id);
    return Response.json({ received: true });
  });
}
