import { handlers } from "@/lib/http/http";
import { locales } from "@/lib/money";
import { linkPreview } from "./picture";

/**
 * What a messenger shows for a link to the shop. Its address changes with the shop, so messengers keep it for a day. An
 * instance that has not read a change yet would answer the new address with the old picture, which nobody may keep.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("GET", async (request) => {
  const asked = new URL(request.url).searchParams;
  const { id, png } = await linkPreview(locales.find((locale) => locale === asked.get("locale")) ?? "ko");
  return new Response(new Uint8Array(png), {
    headers: {
      "content-type": "image/png",
      "cache-control": id === asked.get("id") ? "public, max-age=86400" : "no-store",
      "content-security-policy": "default-src 'none'; sandbox",
    },
  });
});
