import { operations } from "@/lib/contracts";
import { env } from "@/lib/env";
import { handlers } from "@/lib/http";
import { describeApi } from "@/lib/openapi";

let description: string | undefined;

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("GET", async () => {
  description ??= JSON.stringify(describeApi(operations, env().appUrl));
  return new Response(description, { headers: { "content-type": "application/json" } });
});
