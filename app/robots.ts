import type { MetadataRoute } from "next";
import { env } from "@/lib/settings/env";

// Read on each request: a build does not know its address.
export const dynamic = "force-dynamic";

/** Search engines read the shelf. Orders, the desk and the API are nobody else's business. */
export default function robots(): MetadataRoute.Robots {
  const { appUrl, demo } = env();
  if (demo) return { rules: { userAgent: "*", disallow: "/" } };
  return {
    rules: {
      userAgent: "*",
      allow: "/",
      disallow: [
        "/admin",
        "/cart",
        "/checkout",
        "/fail",
        "/orders",
        "/pay",
        "/payments",
        "/success",
        "/webhooks",
      ],
    },
    sitemap: `${appUrl}/sitemap.xml`,
  };
}
