import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { env } from "../settings/env";
import { whatIsAsked } from "../settings/served-emulators";

// What every request and every answer has in common, before Next sees the one and whatever makes the other: pages,
// problems, files and errors alike.

// On globalThis because a bundler may load this module twice.
const scope = globalThis as typeof globalThis & { twotrackDoor?: WeakMap<object, ServerResponse> };

/** Straightens each request and begins each answer with its security headers, for as long as the process lives. */
export function watchFrontDoor() {
  if (scope.twotrackDoor) return;
  const answers = new WeakMap<object, ServerResponse>();
  scope.twotrackDoor = answers;
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    straighten(request);
    answers.set(request.headers, response);
    const { "content-security-policy": policy, ...others } = securityHeaders();
    for (const [name, value] of Object.entries(others)) response.setHeader(name, value);
    // Next would leave an emulator's own policy out beside this one.
    if (policy && !isPassedOn(request)) response.setHeader("content-security-policy", policy);
  });
}

/**
 * Has the page that is drawn for these request headers say 503, with Retry-After, where it would say 500. Next has no way to
 * choose the status of a page that failed. A page that has begun already stays as it is.
 */
export function answerBusy(headers: object) {
  const response = scope.twotrackDoor?.get(headers);
  if (!response || response.headersSent) return;
  let status = response.statusCode;
  Object.defineProperty(response, "statusCode", {
    configurable: true,
    get: () => status,
    set(given: number) {
      status = given === 500 ? 503 : given;
      if (given === 500) response.setHeader("retry-after", retryAfterSeconds);
    },
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

/** After so many seconds it is worth asking a database again that was too busy. */
export const retryAfterSeconds = 5;

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
  if (
    /^\s*(multipart\/|application\/x-www-form-urlencoded)/i.test(request.headers["content-type"] ?? "") &&
    !isPassedOn(request)
  )
    request.headers["content-type"] = "application/octet-stream";
  request.url = readable(pathOf(request.url ?? "/"));
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (known.has(request.method ?? "") && (isRead || !isFile(request.url))) return;
  request.method = "POST";
  request.url = "/";
}

/** True of what goes to a demo's emulator: it takes forms, and its pages say themselves what they load and who frames them. */
const isPassedOn = ({ method, url }: Pick<Straightened, "method" | "url">) =>
  whatIsAsked(method ?? "", pathOf(url ?? "/").split("?")[0] ?? "") !== undefined;

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
  if (url.startsWith("/")) return url;
  // `*`, which asks about the server as a whole, is no address either.
  if (!URL.canParse(url)) return "/";
  const { pathname, search } = new URL(url);
  return pathname.startsWith("/") ? pathname.replace(/^\/{2,}/, "/") + search : "/";
}
