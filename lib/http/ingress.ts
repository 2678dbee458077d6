import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { env } from "../settings/env";
import { whatIsAsked } from "../settings/served-emulators";

// Applied to every request before Next sees it and to every response, whatever produces it: pages, problems, files and
// errors.

// On globalThis because a bundler may load this module twice.
const scope = globalThis as typeof globalThis & { twotrackIngress?: WeakMap<object, ServerResponse> };

/** Normalizes each request and sets the security headers of each response, for the lifetime of the process. */
export function watchIngress() {
  if (scope.twotrackIngress) return;
  const answers = new WeakMap<object, ServerResponse>();
  scope.twotrackIngress = answers;
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    straighten(request);
    answers.set(request.headers, response);
    const { "content-security-policy": policy, ...others } = securityHeaders();
    for (const [name, value] of Object.entries(others)) response.setHeader(name, value);
    // Next would drop an emulator's own policy if this one were set.
    if (policy && !isPassedOn(request)) response.setHeader("content-security-policy", policy);
  });
}

/**
 * Makes the page for these request headers respond 503 with Retry-After where it would respond 500, since Next offers
 * no way to choose the status of a page that failed. A response that has started stays as it is.
 */
export function answerBusy(headers: object) {
  const response = scope.twotrackIngress?.get(headers);
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

/**
 * For everything that is not a page: even if a browser displays it, it loads nothing, submits no form and cannot be
 * framed.
 */
export const closedPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The headers every response starts with. A page replaces this policy with its own. */
export const securityHeaders = (): Record<string, string> => ({
  "content-security-policy": closedPolicy,
  "x-content-type-options": "nosniff",
  ...(env().appUrl.startsWith("https:") && {
    "strict-transport-security": "max-age=31536000; includeSubDomains",
  }),
});

/** After how many seconds to retry when the database was too busy. */
export const retryAfterSeconds = 5;

type Straightened = Pick<IncomingMessage, "method" | "url" | "headers">;

const known = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * Turns requests that Next would trip over into ones it can answer: an absolute URL, as used with proxies, becomes its
 * path, whatever host it names; an unknown method such as TRACE and a write to Next's own files get 405, like a write
 * to a page. This shop has no server actions, so requests can neither name one nor send a form that Next would take for
 * one: no endpoint of the shop reads bodies of that type.
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

/** Whether a request goes to a demo's emulator, which accepts forms and sets its own content and framing policy. */
const isPassedOn = ({ method, url }: Pick<Straightened, "method" | "url">) =>
  whatIsAsked(method ?? "", pathOf(url ?? "/").split("?")[0] ?? "") !== undefined;

/** Next's own files and the shop's: writing to one fails inside Next. */
const isFile = (url: string) => /^\/(_next(\/|$)|[^?]*\.svg(\?|$))/.test(url);

/** A path that is not UTF-8 or has a stray percent sign is escaped, so that it leads to a 404. */
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
  // `*`, which addresses the server as a whole, is not a URL either.
  if (!URL.canParse(url)) return "/";
  const { pathname, search } = new URL(url);
  return pathname.startsWith("/") ? pathname.replace(/^\/{2,}/, "/") + search : "/";
}
