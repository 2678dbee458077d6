import { handlers } from "@/lib/http/http";
import { Problem } from "@/lib/problem";
import { logoWith } from "@/lib/shop/logo";

/** The shop's logo. Its address changes with its content, so browsers keep it for a year. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("GET", async (request) => {
  const logo = await logoWith(new URL(request.url).searchParams.get("id") ?? "");
  if (!logo) throw new Problem("not_found", "The shop has no such logo.");
  return new Response(new Uint8Array(logo.bytes), {
    headers: {
      "content-type": logo.type,
      "cache-control": "public, max-age=31536000, immutable",
      // A picture, whatever a browser may find in it.
      "content-security-policy": "default-src 'none'; sandbox",
    },
  });
});
