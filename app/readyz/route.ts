import { checkDatabase } from "@/db/health";
import { env } from "@/lib/env";
import { handlers } from "@/lib/http";
import { log } from "@/lib/log";
import { Problem } from "@/lib/problem";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("GET", async () => {
  try {
    await checkDatabase();
  } catch (error) {
    log.warn({ err: error }, "not ready");
    throw new Problem("not_ready", "The database does not answer, or lacks migrations.");
  }
  const { demo, live, toss, stripe } = env();
  return Response.json({
    ready: true,
    database: true,
    live,
    demo,
    toss: Object.keys(toss.pairs),
    stripe: stripe.keys !== undefined,
  });
});
