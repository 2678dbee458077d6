import { now } from "@/lib/clock";
import { bodyOf, handlers } from "@/lib/http/http";
import { queueOf } from "@/lib/limits/queue";
import { receive, startWork } from "@/lib/payments/worker/inbox";

/** The maximum size of a webhook, in bytes. */
const limit = 64 * 1024;

/**
 * The endpoint for a gateway's webhooks: each is stored, answered, and processed afterward. They are stored one at a
 * time, so that shoppers wait for at most one of them however many arrive; if the queue is full, the gateway sends the
 * webhook again.
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
