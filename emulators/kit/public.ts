import type { MiddlewareHandler } from "hono";

/** Links, forms and script URLs that start at the host's root. */
const rootLinks = /(\s(?:href|src|action|data-status)=")\/(?!\/)/g;

/**
 * Rewrites links and redirects so that they work when browsers reach this emulator under a path of the shop's own
 * address. The shop strips that path again.
 */
export function underPath(publicUrl: string | undefined): MiddlewareHandler {
  const path = publicUrl ? new URL(publicUrl).pathname.replace(/\/$/, "") : "";
  return async (c, next) => {
    await next();
    if (path === "") return;
    const location = c.res.headers.get("location");
    if (location?.startsWith("/")) c.res.headers.set("location", path + location);
    if (!c.res.headers.get("content-type")?.startsWith("text/html")) return;
    const page = await c.res.text();
    c.res = new Response(page.replace(rootLinks, `$1${path}/`), c.res);
  };
}
