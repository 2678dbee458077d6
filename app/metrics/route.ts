import { env } from "@/lib/env";
import { handlers } from "@/lib/http";
import { metrics } from "@/lib/metrics/registry";
import { scrape } from "@/lib/metrics/scrape";
import { Problem } from "@/lib/problem";
import { isSame } from "@/lib/secret";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("GET", async ({ headers }) => {
  const { metricsToken } = env();
  if (!metricsToken) throw new Problem("not_found", "There is no such address.");
  if (!isSame(headers.get("authorization") ?? "", `Bearer ${metricsToken}`))
    throw new Problem("unauthorized", "Metrics need METRICS_TOKEN as a bearer token.");
  return new Response(await scrape(), { headers: { "content-type": metrics().registry.contentType } });
});
