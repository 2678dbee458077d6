import type { MetadataRoute } from "next";
import { listProducts } from "@/lib/orders/catalog";
import { env } from "@/lib/settings/env";

export const dynamic = "force-dynamic";

const pages = ["/", "/terms", "/privacy", "/refunds"];

/** The shelf, its products, and the shop's terms. */
export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  const products = await listProducts();
  const paths = [...pages, ...products.map(({ slug }) => `/products/${slug}`)];
  return paths.map((path) => ({ url: env().appUrl + path }));
}
