import type { Context } from "hono";
import type { Child } from "hono/jsx";

/** Answers with a page that runs only our own scripts and that only `framedBy` may put in a frame. */
export function html(c: Context, page: Child, framedBy: string | null, status: 200 | 404 = 200) {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    `frame-ancestors ${framedBy ?? "'none'"}`,
  ].join("; ");
  return c.html(`<!doctype html>${String(page)}`, status, {
    "content-security-policy": policy,
    "cache-control": "no-store",
    vary: "accept-language",
  });
}
