import { handlers } from "@/lib/http/http";
import { locales } from "@/lib/money";
import { linkPreview } from "./picture";

/** What a messenger shows for a link to the shop. Its address changes with the shop, so messengers keep it for a day. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("GET", async (request) => {
  const asked = new URL(request.url).searchParams.get("locale");
  const png = await linkPreview(locales.find((locale) => locale === asked) ?? "ko");
  return new Response(new Uint8Array(png), {
    headers: {
      "content-type": "image/png",
      "cache-control": "public, max-age=86400",
      "content-security-policy": "default-src 'none'; sandbox",
    },
  });
});
