import type { MiddlewareHandler } from "hono";

/** Links, forms and what scripts ask for, where they begin at the root of a host. */
const rootLinks = /(\s(?:href|src|action|data-status)=")\/(?!\/)/g;

/**
 * Has pages and redirects lead to where browsers find this emulator, where that is below a path of the shop's own address.
 * The shop takes the path off again.
 */
export function ledTo(publicUrl: string | undefined): MiddlewareHandler {
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
