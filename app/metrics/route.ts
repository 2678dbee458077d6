import { isSame } from "@/lib/hmac";
import { handlers } from "@/lib/http/http";
import { metrics } from "@/lib/metrics/registry";
import { scrape } from "@/lib/metrics/scrape";
import { Problem } from "@/lib/problem";
import { env } from "@/lib/settings/env";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("GET", async ({ headers }) => {
  const { metricsToken } = env();
  if (!metricsToken) throw new Problem("not_found", "This URL does not exist.");
  if (!isSame(headers.get("authorization") ?? "", `Bearer ${metricsToken}`))
    throw new Problem("unauthorized", "Send METRICS_TOKEN as a bearer token.");
  return new Response(await scrape(), { headers: { "content-type": metrics().registry.contentType } });
});
