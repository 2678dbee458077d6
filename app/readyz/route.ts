import { isEnding } from "@/lib/ending";
import { handlers } from "@/lib/http/http";
import { log } from "@/lib/log";
import { silentGateways } from "@/lib/payments/worker/silent";
import { Problem } from "@/lib/problem";
import { type Unready, unready } from "@/lib/process/readiness";
import { env } from "@/lib/settings/env";

const words: Record<Unready["why"], string> = {
  away: "The database does not respond.",
  lacks_migrations: "The database is missing migrations.",
  unwritable: "The database is not writable.",
  slow: "The database has not accepted a write for too long.",
};

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("GET", async () => {
  if (isEnding()) throw new Problem("not_ready", "The shop is shutting down.");
  const found = await unready();
  if (found) {
    log.warn(found, "not ready");
    throw new Problem("not_ready", words[found.why], { headers: { "retry-after": "5" } });
  }
  const { demo, live, toss, stripe } = env();
  return Response.json({
    ready: true,
    database: true,
    // A gateway that is down is down for every instance: an instance that left the load balancer for it could not even
    // say so.
    silent: silentGateways(),
    live,
    demo,
    toss: Object.keys(toss.pairs),
    stripe: stripe.keys !== undefined,
  });
});
