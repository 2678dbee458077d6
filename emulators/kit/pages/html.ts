import type { Context } from "hono";
import type { Child } from "hono/jsx";
import { type Language, preferredLanguage } from "../text";

/** Answers with a page that runs only our own scripts and that only `framedBy` may frame. */
export function html(
  c: Context,
  page: Child,
  framedBy: string | null,
  status: 200 | 400 | 402 | 404 | 410 = 200,
) {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    `frame-ancestors ${framedBy ?? "'none'"}`,
  ].join("; ");
  return c.html(`<!doctype html>${String(page)}`, status, {
    "content-security-policy": policy,
    "cache-control": "no-store",
    vary: "accept-language",
  });
}

export function languageOf(c: Context): Language {
  return preferredLanguage(c.req.header("accept-language"));
}

/** On a phone the app opens directly; on a computer the page shows a code to scan. */
export function isOnPhone(c: Context): boolean {
  return /Mobi|Android|iPhone|iPad/i.test(c.req.header("user-agent") ?? "");
}
