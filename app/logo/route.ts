import { handlers } from "@/lib/http/http";
import { Problem } from "@/lib/problem";
import { currentLogo, logoWith } from "@/lib/shop/logo";

/**
 * The shop's logo. With its ID the address changes with the content, so browsers keep it for a year. Emails name no ID:
 * those sent before a change show the new logo.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("GET", async (request) => {
  const id = new URL(request.url).searchParams.get("id");
  const logo = await (id === null ? currentLogo() : logoWith(id));
  if (!logo) throw new Problem("not_found", "The shop has no such logo.");
  return new Response(new Uint8Array(logo.bytes), {
    headers: {
      "content-type": logo.type,
      "cache-control": id === null ? "public, max-age=300" : "public, max-age=31536000, immutable",
      // A picture, whatever a browser may find in it.
      "content-security-policy": "default-src 'none'; sandbox",
    },
  });
});
