import { operations } from "@/lib/contracts";
import { handlers } from "@/lib/http/http";
import { describeApi } from "@/lib/openapi";
import { env } from "@/lib/settings/env";

let description: string | undefined;

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("GET", async () => {
  description ??= JSON.stringify(describeApi(operations, env().appUrl));
  return new Response(description, { headers: { "content-type": "application/json" } });
});
