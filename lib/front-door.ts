import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { env } from "./env";

// What every request and every answer has in common, before Next sees the one and whatever makes the other: pages,
// problems, files and errors alike.

// On globalThis because a bundler may load this module twice.
const scope = globalThis as typeof globalThis & { twotrackDoor?: "watched" };

/** Straightens each request and begins each answer with its security headers, for as long as the process lives. */
export function watchFrontDoor() {
  if (scope.twotrackDoor) return;
  scope.twotrackDoor = "watched";
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    straighten(request);
    for (const [name, value] of Object.entries(securityHeaders())) response.setHeader(name, value);
  });
}

/** For whatever is no page: where a browser shows it all the same, it loads nothing, sends no form and is framed nowhere. */
export const closedPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The headers with which every answer begins. A page puts a policy of its own in the place of this one. */
export const securityHeaders = (): Record<string, string> => ({
  "content-security-policy": closedPolicy,
  "x-content-type-options": "nosniff",
  ...(env().appUrl.startsWith("https:") && {
    "strict-transport-security": "max-age=31536000; includeSubDomains",
  }),
});

type Straightened = Pick<IncomingMessage, "method" | "url" | "headers">;

const known = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * Makes of what Next would stumble over what it answers: an address in the form that proxies use becomes its path, whatever
 * host it names; a method nobody knows, such as TRACE, and a write to Next's own files are refused as a write to a page is,
 * with 405. This shop has no server actions, so nobody may name one, nor send a form that Next would take for one: no door
 * of the shop reads a body by that type.
 */
export function straighten(request: Straightened) {
  delete request.headers["next-action"];
  if (/^\s*(multipart\/|application\/x-www-form-urlencoded)/i.test(request.headers["content-type"] ?? ""))
    request.headers["content-type"] = "application/octet-stream";
  request.url = readable(pathOf(request.url ?? "/"));
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (known.has(request.method ?? "") && (isRead || !isFile(request.url))) return;
  request.method = "POST";
  request.url = "/";
}

/** Next's own files and the shop's: a write to one breaks off in Next. */
const isFile = (url: string) => /^\/(_next(\/|$)|[^?]*\.svg(\?|$))/.test(url);

/** A path that is no UTF-8, or has a stray percent sign, is read letter by letter: there is nothing at such an address. */
function readable(url: string): string {
  const [path = "", ...query] = url.split("?");
  try {
    decodeURIComponent(path);
    return url;
  } catch {
    return [path.replaceAll("%", "%25"), ...query].join("?");
  }
}

function pathOf(url: string): string {
  if (!/^[a-z][a-z\d+.-]*:/i.test(url)) return url;
  if (!URL.canParse(url)) return "/";
  const { pathname, search } = new URL(url);
  return pathname.startsWith("/") ? pathname.replace(/^\/{2,}/, "/") + search : "/";
}
