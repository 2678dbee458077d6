import { handlers } from "@/lib/http/http";
import { Problem } from "@/lib/problem";
import { logoWith } from "@/lib/shop/logo";

/** The shop's logo as a square icon: browsers would squeeze a wide one. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("GET", async (request) => {
  const logo = await logoWith(new URL(request.url).searchParams.get("id") ?? "");
  if (!logo) throw new Problem("not_found", "The shop has no such logo.");
  const href = `data:${logo.type};base64,${logo.bytes.toString("base64")}`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><image width="64" height="64" href="${href}"/></svg>`;
  return new Response(svg, {
    headers: {
      "content-type": "image/svg+xml",
      "cache-control": "public, max-age=31536000, immutable",
      "content-security-policy": "default-src 'none'; img-src data:; sandbox",
    },
  });
});
